import { createRandom, type Random } from '../random.ts';
import { endWithin, newTurn, sendUntilAnswered } from './load.ts';
import type { ClusterPlace } from './place.ts';
import type { ClusterRound } from './results.ts';
import { begin, judgeAll, shownSome } from './round.ts';
import { patience, pause } from './times.ts';

type Fault = (here: ClusterPlace, random: Random) => Promise<void>;

/** What may happen to the stores. Afterwards every answer is whole: nobody's node has died. */
export const storeFaults: Readonly<Record<string, Fault>> = {
  'redis-kill': async ({ redis }, random) => {
    await redis.process!.kill();
    await pause(random.between(200, 3_000));
    await redis.process!.start();
  },
  'redis-pause': async ({ redis }, random) => {
    redis.process!.pause();
    await pause(random.between(500, 6_000));
    redis.process!.resume();
  },
  'database-kill': async ({ mongo }, random) => {
    await mongo.process!.kill();
    await pause(random.between(200, 3_000));
    await mongo.process!.start();
  },
  'database-pause': async ({ mongo }, random) => {
    mongo.process!.pause();
    await pause(random.between(500, 6_000));
    mongo.process!.resume();
  },
};

/** One fault of a store in the midst of turns. */
export async function disturbStore(here: ClusterPlace, name: string, seed: number, round: number): Promise<ClusterRound> {
  const { client } = here;
  const random = createRandom(seed, 10_000 + round);
  const { long, short } = await begin(here, random, 300);
  await shownSome(here, long);
  await pause(random.between(0, 500));
  const late = [newTurn(20), newTurn(20)];
  const asking = late.map((turn) => sendUntilAnswered(client, turn, patience));
  await storeFaults[name]!(here, random);
  await Promise.all(asking);
  const all = [...long, ...short, ...late];
  const times = await Promise.all(all.map((turn) => endWithin(client, turn, patience)));
  const verdicts = await judgeAll(here, all, null);
  return {
    fault: name,
    round,
    turns: verdicts.length,
    interrupted: verdicts.filter(({ status }) => status === 'interrupted').length,
    interruptedMs: 0,
    attachedMs: [],
    starvedMs: 0,
    lostMs: [],
    problems: [
      ...verdicts.flatMap(({ problems }) => problems),
      ...verdicts.filter(({ status }) => status !== 'done').map(({ status }) => `a turn is ${status} although its node lives`),
      ...(times.includes(null) ? ['a turn is still running'] : []),
    ],
  };
}
