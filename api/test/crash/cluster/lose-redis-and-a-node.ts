import { monotonicMicros } from '@parley/test-kit';
import { createRandom } from '../random.ts';
import { endWithin, statusOf, type LoadTurn } from './load.ts';
import { watchForExcuse } from './excuse.ts';
import type { ClusterPlace } from './place.ts';
import type { ClusterRound } from './results.ts';
import { begin, judgeAll, shownSome, stopRest } from './round.ts';
import { interruptedWithin, patience, pause } from './times.ts';

/** What both lost together may take along: a second between two checkpoints, and what storing one takes. */
const lastSecond = 1_300;

/** Redis is lost, then a node, and Redis comes back: what the node stored itself meanwhile is what there is. */
export async function loseRedisAndANode(here: ClusterPlace, seed: number, round: number): Promise<ClusterRound> {
  const { cluster, client, redis } = here;
  const random = createRandom(seed, 40_000 + round);
  const { long } = await begin(here, random, 5_000);
  await shownSome(here, long);
  await redis.process!.kill();
  const victim = random.pick(cluster.nodes);
  const excuse = watchForExcuse(victim);
  await pause(random.between(2_000, 3_500));
  const slow = excuse.late(lastSecond, 'its last second was longer');
  const faultUs = monotonicMicros();
  const other = watchForExcuse(cluster.nodes.find((node) => node !== victim)!);
  const ending = victim.end('SIGKILL');
  await redis.process!.start();
  await ending;
  const faultAt = performance.now();
  await victim.start();
  const running = async (): Promise<LoadTurn[]> => {
    const statuses = await Promise.all(long.map((turn) => statusOf(client, turn)));
    return long.filter((_, index) => statuses[index] !== 'interrupted');
  };
  // Those of the node that lives go on; the others are interrupted.
  while ((await running()).length === long.length && performance.now() - faultAt < patience) await pause(200);
  const late = other.late(interruptedWithin, 'turns of the dead node were interrupted late');
  await pause(1_000);
  const interruptedMs = performance.now() - faultAt - 1_000;
  await stopRest(here, long);
  await Promise.all(long.map((turn) => endWithin(client, turn, patience)));
  const verdicts = await judgeAll(here, long, faultUs);
  const lost = verdicts.map(({ lostMs }) => Math.round(lostMs));
  return {
    fault: 'redis-and-node',
    round,
    turns: verdicts.length,
    interrupted: verdicts.filter(({ status }) => status === 'interrupted').length,
    interruptedMs: Math.round(interruptedMs),
    attachedMs: [],
    starvedMs: 0,
    lostMs: [],
    late: [
      ...lost
        .filter((ms) => ms > lastSecond)
        .flatMap((ms) => slow.map((because) => `a token of ${ms} ms before the fault is lost: ${because}`)),
      ...(interruptedMs > interruptedWithin ? late : []),
    ],
    problems: [
      ...verdicts.flatMap(({ problems }) => problems),
      ...(interruptedMs >= patience ? ['no turn of the dead node was interrupted'] : []),
    ],
  };
}
