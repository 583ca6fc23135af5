import { expect } from 'vitest';
import { createRandom } from '../random.ts';
import { mayBeLostMs } from '../verdict.ts';
import { endWithin } from './load.ts';
import type { ClusterPlace } from './place.ts';
import { countedRounds, problemsOf, saveClusterResults, type ClusterResults, type ClusterRound } from './results.ts';
import { begin } from './round.ts';
import { patience } from './times.ts';

/** The first turns load what a start does not wait for. */
export async function warmUp(place: ClusterPlace, seed: number): Promise<void> {
  const { long, short } = await begin(place, createRandom(seed, -1), 5);
  await Promise.all([...long, ...short].map((turn) => endWithin(place.client, turn, patience)));
}

interface Rounds {
  readonly results: ClusterResults;
  /** Each takes the next round when it is done with one. */
  readonly places: readonly ClusterPlace[];
  readonly fault: string;
  /** How many are wanted that count. */
  readonly count: number;
  readonly play: (place: ClusterPlace, round: number) => Promise<ClusterRound>;
}

/** Plays rounds of one fault until enough of them count, and fails when any lost what it must not lose. */
export async function playRounds({ results, places, fault, count, play }: Rounds): Promise<void> {
  const of = (): ClusterRound[] => results.rounds.filter((round) => round.fault === fault);
  let next = Math.max(-1, ...of().map(({ round }) => round)) + 1;
  let running = 0;
  const takeRounds = async (place: ClusterPlace): Promise<void> => {
    while (countedRounds(of()).length + running < count && next < count * 2) {
      running += 1;
      const round = next;
      next += 1;
      await place.renew();
      results.rounds.push(await play(place, round));
      running -= 1;
      saveClusterResults(results);
    }
  };
  await Promise.all(places.map(takeRounds));
  expect(problemsOf(of())).toEqual([]);
  expect(Math.max(0, ...countedRounds(of()).flatMap(({ lostMs }) => lostMs))).toBeLessThanOrEqual(mayBeLostMs);
  // On a machine that was busy all the time nothing was measured, and that is no success either.
  expect(countedRounds(of()).length).toBeGreaterThanOrEqual(count / 4);
}
