import { expect } from 'vitest';
import type { Random } from '../random.ts';
import { judgeTurn, newTurn, sendUntilAnswered, statusOf, type LoadTurn, type LoadVerdict } from './load.ts';
import type { ClusterPlace } from './place.ts';
import { patience } from './times.ts';

/** Begins turns that outlive the fault and turns that end about when it comes, and follows them all. */
export async function begin(
  { client, reader }: ClusterPlace,
  random: Random,
  long: number,
): Promise<{ long: LoadTurn[]; short: LoadTurn[] }> {
  const turns = {
    long: Array.from({ length: 6 }, () => newTurn(long)),
    short: Array.from({ length: 4 }, () => newTurn(Math.round(random.between(5, 60)))),
  };
  const sendAndFollow = async (turn: LoadTurn): Promise<void> => {
    await sendUntilAnswered(client, turn, patience);
    reader.follow(turn.body.turnId);
  };
  await Promise.all([...turns.long, ...turns.short].map(sendAndFollow));
  return turns;
}

/** In the order of the turns; see `judgeTurn`. */
export async function judgeAll(here: ClusterPlace, turns: readonly LoadTurn[], faultUs: number | null): Promise<LoadVerdict[]> {
  const { client, reader, fakeUrl } = here;
  return Promise.all(turns.map((turn) => judgeTurn({ client, reader, fakeUrl, turn, faultUs })));
}

/** Resolves when a reader has been shown something of each. */
export const shownSome = ({ reader }: ClusterPlace, turns: readonly LoadTurn[]): Promise<unknown> =>
  expect
    .poll(() => turns.every(({ body }) => (reader.turns.get(body.turnId)?.tokens.size ?? 0) > 0), { timeout: patience, interval: 20 })
    .toBe(true);

/** Ends what still runs: the others' turns go on through a fault, and are stopped as a person would. */
export async function stopRest({ client }: ClusterPlace, turns: readonly LoadTurn[]): Promise<void> {
  for (const turn of turns) {
    const status = await statusOf(client, turn);
    if (status === 'running') await client.stopTurn(turn.body.turnId);
  }
}
