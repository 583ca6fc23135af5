import { monotonicMicros, watchProcessorWait } from '@parley/test-kit';
import type { ClusterNode } from '../../cluster/start-cluster.ts';
import { watchForExcuse } from './excuse.ts';
import { createRandom } from '../random.ts';
import { endWithin, newTurn, sendUntilAnswered, type LoadTurn } from './load.ts';
import type { ClusterPlace } from './place.ts';
import type { ClusterRound } from './results.ts';
import { begin, judgeAll, shownSome } from './round.ts';
import { attachedWithin, interruptedWithin, patience, pause } from './times.ts';

/** Milliseconds before a kill in which it is looked at whether the node was given a processor. */
const starvationWindow = 300;
/** Microseconds after a kill for which what the dead node sent may still arrive. */
const stillOnItsWay = 300_000;

/** What a kill came to, apart from what became of the turns. */
interface Kill {
  readonly us: number;
  /** How long the node was kept from the processor shortly before. */
  readonly starvedMs: number;
  /** Milliseconds until a reader was attached to everything again; null: not within the time. A reader of the other node was never cut off: 0. */
  readonly attachedMs: number | null;
  readonly late: readonly string[];
}

/** Kills a node with -9 and starts it again. */
async function kill({ reader, cluster }: ClusterPlace, victim: ClusterNode): Promise<Kill> {
  const watch = watchProcessorWait(victim.child.pid);
  await pause(starvationWindow);
  const starvedMs = watch.waitedWithin(starvationWindow);
  watch.stop();
  const excuse = watchForExcuse(cluster.nodes.find((node) => node !== victim)!);
  const us = monotonicMicros();
  await victim.end('SIGKILL');
  const again = victim.start();
  await pause(attachedWithin);
  const attachedUs = reader.attachedUs.find((each) => each > us && each < us + attachedWithin * 1_000);
  const attachedMs = reader.isAttached() ? ((attachedUs ?? us) - us) / 1_000 : null;
  const late = excuse.late(attachedWithin, `readers were not attached within ${attachedWithin} ms`);
  await again;
  return { us, starvedMs, attachedMs, late: attachedMs === null ? late : [] };
}

/** Milliseconds after the end was stored in which every reader is shown it, however busy the machine is. */
const shownWithin = 20_000;

/** One node after the other, the first being back before the second goes: so somebody is always there to take their turns over. */
export async function killBothNodes(here: ClusterPlace, seed: number, round: number): Promise<ClusterRound> {
  const { cluster, client, reader } = here;
  const random = createRandom(seed, round);
  const { long, short } = await begin(here, random, 5_000);
  await shownSome(here, long);
  // What is being asked for in this very moment may or may not have been carried out.
  const asked = [newTurn(20), newTurn(20)];
  await pause(random.between(0, 500));
  const asking = asked.map((turn) => sendUntilAnswered(client, turn, patience));
  await pause(random.between(0, 60));
  const first = random.pick(cluster.nodes);
  const second = cluster.nodes.find((node) => node !== first)!;
  const killed = [await kill(here, first)];
  await pause(random.between(0, 500));
  const excuse = watchForExcuse(first);
  killed.push(await kill(here, second));
  await Promise.all(asking);

  const all = [...long, ...short, ...asked];
  const times = await Promise.all(all.map((turn) => endWithin(client, turn, patience)));
  // Stored first, shown then: a reader that comes back meanwhile takes what time it takes, but it is shown the end, or that there is nothing left to
  // follow, after which a page reads the message.
  const isShown = ({ body }: LoadTurn): boolean => {
    const { endUs, gone } = reader.turns.get(body.turnId)!;
    return endUs !== null || gone;
  };
  const shownBy = performance.now() + shownWithin;
  while (!long.every(isShown) && performance.now() < shownBy) await pause(50);
  const ends = long.flatMap(({ body }) => reader.turns.get(body.turnId)?.endUs ?? []);
  const interruptedMs = Math.max(0, ...ends.map((us) => (us - killed[1]!.us) / 1_000));
  const late = excuse.late(interruptedWithin, `a turn was interrupted after ${Math.round(interruptedMs)} ms`);
  const faultOf = ({ body }: LoadTurn): number => {
    const last = Math.max(0, ...(reader.turns.get(body.turnId)?.tokens.values() ?? []));
    return last > killed[0]!.us + stillOnItsWay ? killed[1]!.us : killed[0]!.us;
  };
  const verdicts = (await Promise.all(all.map((turn) => judgeAll(here, [turn], faultOf(turn))))).flat();
  return {
    fault: 'node-kill',
    round,
    turns: verdicts.length,
    interrupted: verdicts.filter(({ status }) => status === 'interrupted').length,
    interruptedMs: Math.round(interruptedMs),
    attachedMs: killed.flatMap(({ attachedMs }) => (attachedMs === null || attachedMs === 0 ? [] : [Math.round(attachedMs)])),
    starvedMs: Math.round(Math.max(...killed.map(({ starvedMs }) => starvedMs))),
    lostMs: verdicts.map(({ lostMs }) => Math.round(lostMs)),
    late: [...killed.flatMap(({ late }) => late), ...(interruptedMs > interruptedWithin ? late : [])],
    problems: [
      ...verdicts.flatMap(({ problems }) => problems),
      ...long
        .filter((turn) => !isShown(turn))
        .map(({ body }) => `a reader was not shown the end of ${body.turnId}, only ${reader.turns.get(body.turnId)!.cursor} events`),
      ...(times.includes(null) ? ['a turn of a dead node is still running'] : []),
    ],
  };
}
