import { monotonicMicros } from '@parley/test-kit';
import { apiClient } from '../api-client.ts';
import { createRandom } from '../random.ts';
import { endWithin, statusOf, type LoadTurn } from './load.ts';
import { watchForExcuse } from './excuse.ts';
import type { ClusterPlace } from './place.ts';
import type { ClusterRound } from './results.ts';
import { begin, judgeAll, shownSome, stopRest } from './round.ts';
import { interruptedWithin, patience, pause } from './times.ts';

/** A node that stands still for longer than the dead are silent, and wakes: its turns are another's by then. */
export async function pauseOneNode(here: ClusterPlace, seed: number, round: number): Promise<ClusterRound> {
  const { cluster, client } = here;
  const random = createRandom(seed, 20_000 + round);
  const { long } = await begin(here, random, 5_000);
  await shownSome(here, long);
  await pause(random.between(0, 500));
  const sleeper = random.pick(cluster.nodes);
  const other = cluster.nodes.find((node) => node !== sleeper)!;
  const faultUs = monotonicMicros();
  const faultAt = performance.now();
  const excuse = watchForExcuse(other);
  sleeper.pause();
  const awake = apiClient(other.url, client.token);
  let interruptedMs = 0;
  let interrupted: LoadTurn[] = [];
  while (interrupted.length === 0 && performance.now() - faultAt < patience) {
    const statuses = await Promise.all(long.map((turn) => statusOf(awake, turn)));
    interrupted = long.filter((_, index) => statuses[index] === 'interrupted');
    interruptedMs = performance.now() - faultAt;
    await pause(100);
  }
  const late = excuse.late(interruptedWithin, `turns of a paused node were interrupted after ${Math.round(interruptedMs)} ms`);
  const stored = await Promise.all(interrupted.map((turn) => awake.branch(turn.conversationId)));
  sleeper.resume();
  // Long enough for the one that wakes to write, if it could.
  await pause(2_500);
  const after = await Promise.all(interrupted.map((turn) => awake.branch(turn.conversationId)));
  await stopRest(here, long);
  await Promise.all(long.map((turn) => endWithin(client, turn, patience)));
  const verdicts = await judgeAll(here, long, faultUs);
  return {
    fault: 'node-pause',
    round,
    turns: verdicts.length,
    interrupted: interrupted.length,
    interruptedMs: Math.round(interruptedMs),
    attachedMs: [],
    starvedMs: 0,
    lostMs: verdicts.map(({ lostMs }) => Math.round(lostMs)),
    late: interruptedMs > interruptedWithin ? late : [],
    problems: [
      ...verdicts.flatMap(({ problems }) => problems),
      ...(JSON.stringify(after) === JSON.stringify(stored) ? [] : ['a node that woke changed what another had stored']),
      ...(interrupted.length === 0 ? ['no turn of a paused node was interrupted'] : []),
    ],
  };
}
