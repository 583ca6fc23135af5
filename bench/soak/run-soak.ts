import { limits } from '@parley/contracts';
import { gather, tokensPerSecond } from '../lib/ladder.ts';
import type { Load } from '../lib/load.ts';
import type { Stack } from '../lib/stacks.ts';
import { pause, renew, signUp, until, type Account } from '../lib/visitor.ts';
import { comeAndGo } from './comers.ts';
import { residentBytes, sampleNode, type Sample } from './sample.ts';

export interface SoakOptions {
  readonly streams: number;
  readonly tokensPerAnswer: number;
  readonly minutes: number;
  /** Turns begun a second while the load builds up. */
  readonly perSecond: number;
  /** Whether to end early, as orderly as at the end. */
  readonly stopped: () => boolean;
  readonly onSample: (sample: Sample) => void;
}

export interface SoakResult {
  readonly samples: readonly Sample[];
  /** In words; empty when nothing went wrong. */
  readonly faults: readonly string[];
  readonly visits: number;
  /** Milliseconds from the last begin until everything had ended. */
  readonly finishedIn: number;
  readonly exits: readonly (number | NodeJS.Signals | null)[];
}

const sampleEvery = 10_000;
const visitEvery = 2_000;
const regulars = 8;

/** People who come, read a while, go, and come back, one every two seconds until told to stop. */
function startVisits(
  urls: readonly string[],
  people: Account[],
  fault: (words: string) => void,
): { count(): number; stop(): Promise<void> } {
  const open = new Set<Promise<void>>();
  let [begun, done] = [0, 0];
  const timer = setInterval(() => {
    const visit = begun++;
    const going: Promise<void> = comeAndGo(urls, people[visit % people.length]!, visit)
      .then(
        () => void (done += 1),
        (error: unknown) => fault(`visit ${visit}: ${error instanceof Error ? error.message : String(error)}`),
      )
      .finally(() => open.delete(going));
    open.add(going);
  }, visitEvery);
  return {
    count: () => done,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}

/** Renews tokens one after the other, everybody's well before it expires. */
function startRenewing(
  url: string,
  people: Account[],
  tell: (index: number, token: string) => void,
  fault: (words: string) => void,
): () => void {
  let next = 0;
  const timer = setInterval(
    () => {
      const index = next++ % people.length;
      renew(url, people[index]!).then(
        (account) => {
          people[index] = account;
          tell(index, account.token);
        },
        (error: unknown) => fault(`renewing: ${error instanceof Error ? error.message : String(error)}`),
      );
    },
    limits.accessTokenLifetime / 2 / people.length,
  );
  return () => clearInterval(timer);
}

async function takeSample(load: Load, stack: Stack, at: number, visits: number): Promise<Sample> {
  const report = await load.report();
  load.window();
  const { running, silent, received, ended, refused, failures, disorder, gap, first } = report;
  const stores = await Promise.all(Object.entries(stack.stores).map(async ([name, pid]) => [name, await residentBytes(pid)] as const));
  return {
    at,
    nodes: await Promise.all(stack.nodes.map(sampleNode)),
    stores: Object.fromEntries(stores),
    load: { running, silent, received, ended, refused, failures, disorder, gap, first },
    visits,
  };
}

/** Microseconds without a token after which an answer counts as stuck, however busy the machine is. */
const stuckAfter = 30_000_000;

const faultsOf = ({ at, load: { refused, failures, disorder, silent } }: Sample): string[] =>
  Object.entries({ refused, failures, disorder, stuck: silent > stuckAfter ? 1 : 0 })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what} ${count} at ${at.toFixed(0)} s`);

/** Everything that runs comes to its end, and every node stops when it is told to. */
async function windDown(
  load: Load,
  stack: Stack,
  within: number,
  fault: (words: string) => void,
): Promise<Pick<SoakResult, 'finishedIn' | 'exits'>> {
  load.finish();
  const began = performance.now();
  let running = -1;
  while (running !== 0 && performance.now() - began < within) {
    await pause(500);
    ({ running } = await load.report());
  }
  if (running !== 0) fault(`${running} answers did not come to their end within ${within} ms`);
  const last = await Promise.all(stack.nodes.map(sampleNode));
  for (const [index, { turnsRunning, turnsNotDone }] of last.entries()) {
    if (turnsRunning > 0) fault(`node ${index + 1} still holds ${turnsRunning} turns as running`);
    if (turnsNotDone > 0) fault(`${turnsNotDone} turns of node ${index + 1} ended otherwise than done`);
  }
  const finishedIn = performance.now() - began;
  await load.stop();
  const exits = await Promise.all(stack.nodes.map((node) => node.stop()));
  if (exits.some((exit) => exit !== 0)) fault(`the nodes ended with ${exits.join(', ')}`);
  return { finishedIn, exits };
}

/**
 * Keeps a constant load on a stack for so long: answers begin and end all the time, readers come, go and come back. Every turn must end done and
 * whole. Looks at the nodes every ten seconds.
 */
export async function runSoak(load: Load, stack: Stack, options: SoakOptions): Promise<SoakResult> {
  const { streams, tokensPerAnswer, minutes, perSecond, stopped, onSample } = options;
  const faults: string[] = [];
  const fault = (words: string): void => {
    if (faults.length < 100) faults.push(words);
    console.error(`  FAULT ${words}`);
  };
  const urls = stack.nodes.map(({ url }) => url);
  const steady = [...(await gather(load, stack, streams))];
  const comers: Account[] = [];
  while (comers.length < regulars) comers.push(await signUp(urls[0]!, `comer-${comers.length}`));
  const stopRenewing = [
    startRenewing(urls[0]!, steady, (index, token) => load.renew(index, token), fault),
    startRenewing(urls[0]!, comers, () => undefined, fault),
  ];
  load.streams(streams, tokensPerSecond, tokensPerAnswer, perSecond);
  await pause((streams / perSecond) * 1_000 + 1_000);
  const visits = startVisits(urls, comers, fault);
  load.window();

  const samples: Sample[] = [];
  const began = performance.now();
  const over = (): boolean => stopped() || faults.length >= 20;
  for (let next = sampleEvery; next <= minutes * 60_000 && !over(); next += sampleEvery) {
    await until(() => stopped() || performance.now() - began >= next, sampleEvery * 2);
    try {
      const sample = await takeSample(load, stack, (performance.now() - began) / 1_000, visits.count());
      samples.push(sample);
      for (const words of faultsOf(sample)) fault(words);
      onSample(sample);
    } catch (error) {
      fault(`no sample: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await visits.stop();
  for (const stop of stopRenewing) stop();
  const longest = (tokensPerAnswer / tokensPerSecond) * 1_000 + 30_000;
  const ending = await windDown(load, stack, longest, fault);
  return { samples, faults, visits: visits.count(), ...ending };
}
