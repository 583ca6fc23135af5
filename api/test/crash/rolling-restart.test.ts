import { afterEach, describe, expect, test } from 'vitest';
import { endWithin, judgeTurn, newTurn, sendUntilAnswered, type LoadTurn, type LoadVerdict } from './cluster/load.ts';
import { openClusterPlace, type ClusterPlace } from './cluster/place.ts';
import { shownSome } from './cluster/round.ts';
import { patience, pause } from './cluster/times.ts';

const drainSeconds = 2;
/** Tokens, at 50 a second: answers of 0.4 s end within the drain even on a busy machine; the long ones do not end before a restart reaches them. */
const short = 20;
const endless = 10_000;
const long = 1_200;

/** What was asked for while the nodes were restarted one after the other, and what came of it. */
interface Restarted {
  readonly shortTurns: readonly LoadTurn[];
  readonly longTurns: readonly LoadTurn[];
  readonly verdicts: ReadonlyMap<LoadTurn, LoadVerdict>;
  /** What requests and readers met that they should not have. */
  readonly problems: readonly string[];
}

async function restartAll(here: ClusterPlace, long: number): Promise<Restarted> {
  const { cluster, client, reader, fakeUrl } = here;
  const shortTurns: LoadTurn[] = [];
  const longTurns: LoadTurn[] = [];
  const problems: string[] = [];
  const ask = async (turns: LoadTurn[], tokens: number): Promise<void> => {
    const turn = newTurn(tokens);
    await sendUntilAnswered(client, turn, patience);
    turns.push(turn);
    reader.follow(turn.body.turnId);
  };
  // The first turns load what a start does not wait for.
  await Promise.all(cluster.nodes.map(() => ask(shortTurns, 1)));
  await Promise.all(Array.from({ length: 9 }, () => ask(longTurns, long)));
  await shownSome(here, longTurns);

  let over = false;
  const asking = (async () => {
    for (; !over; await pause(150)) await ask(shortTurns, short);
  })().catch((error: unknown) => problems.push(String(error)));
  const listing = (async () => {
    for (; !over; await pause(100)) {
      const answer = await client.active().catch(() => null);
      // A page asks again after these; whatever else is no answer.
      if (answer !== null && answer.status !== 200 && answer.status !== 503) problems.push(`the list answered ${answer.status}`);
    }
  })();
  for (const node of cluster.nodes) {
    await node.end('SIGTERM');
    await node.start();
    await pause(500);
  }
  over = true;
  await Promise.all([asking, listing]);

  const turns = [...shortTurns, ...longTurns];
  const times = await Promise.all(turns.map((turn) => endWithin(client, turn, patience)));
  if (times.includes(null)) problems.push('a turn is still running');
  await expect.poll(() => turns.every(({ body }) => reader.turns.get(body.turnId)?.end), { timeout: 5_000 }).toBe(true);
  const verdicts = await Promise.all(turns.map((turn) => judgeTurn({ client, reader, fakeUrl, turn, faultUs: null })));
  problems.push(...verdicts.flatMap((verdict) => verdict.problems));
  return { shortTurns, longTurns, verdicts: new Map(turns.map((turn, index) => [turn, verdicts[index]!])), problems };
}

/** How often a model was asked for an answer. */
async function callsOf(fakeUrl: string, turnId: string): Promise<number> {
  const answer = await fetch(`${fakeUrl}/__written?request=${turnId}`);
  return ((await answer.json()) as { requests: unknown[] }).requests.length;
}

describe('three nodes, restarted one after the other while answers are written', () => {
  let place: ClusterPlace | null = null;
  afterEach(() => place?.[Symbol.asyncDispose]());

  test.each([
    ['what fits ends, the rest is interrupted with every word that was shown', 'false'],
    ['what does not fit goes on elsewhere to its end, every word once and in order', 'true'],
  ])('%s', { timeout: 180_000 }, async (_name, autoContinue) => {
    place = await openClusterPlace({ DRAIN_SECONDS: String(drainSeconds), TURNS_AUTO_CONTINUE: autoContinue }, 3);
    // Said in a line of its own.
    if (place === null) return;
    const goesOn = autoContinue === 'true';
    const { shortTurns, longTurns, verdicts, problems } = await restartAll(place, goesOn ? long : endless);
    const statuses = (turns: readonly LoadTurn[]): Set<unknown> => new Set(turns.map((turn) => verdicts.get(turn)!.status));
    const { reader, fakeUrl } = place;
    const calls = await Promise.all(longTurns.map(({ body }) => callsOf(fakeUrl, body.turnId)));
    console.log(
      `rolling restart, going on elsewhere: ${autoContinue}; ${shortTurns.length} short answers; model calls of the long: ${calls.join(' ')}`,
    );
    expect(problems).toEqual([]);
    expect(shortTurns.length).toBeGreaterThan(30);
    expect(statuses(shortTurns)).toEqual(new Set(['done']));
    expect(statuses(longTurns)).toEqual(new Set([goesOn ? 'done' : 'interrupted']));
    // Each that was at the first node went on at another, if not several times.
    expect(calls.filter((count) => count > 1).length).toBeGreaterThanOrEqual(goesOn ? 3 : 0);
    const numbers = Array.from({ length: long }, (_, index) => index + 1);
    if (goesOn) for (const { body } of longTurns) expect([...reader.turns.get(body.turnId)!.tokens.keys()]).toEqual(numbers);
    expect((await place.client.active()).body.turns).toEqual([]);
  });
});
