import { limits } from '@parley/contracts';
import { watchCpu } from './cpu.ts';
import type { Load } from './load.ts';
import type { Stack } from './stacks.ts';
import { pause, signUp, type Account } from './visitor.ts';

export const tokensPerSecond = 50;
/** A minute each: on this ladder the path of a token is measured, not how fast turns begin. */
const tokensPerAnswer = 3_000;

/** What so many streams cost on a stack, and how they fared. Times in milliseconds. */
export interface Rung {
  readonly streams: number;
  readonly delivered: number;
  readonly gapP99: number;
  readonly delayP50: number;
  readonly delayP99: number;
  /** CPU per 1,000 tokens: of the server (all nodes), and of each store. */
  readonly cpuPer1k: Readonly<Record<string, number>>;
  /** Shares of a core: the nodes together, the load, each store, everybody else. */
  readonly cores: Readonly<Record<string, number>>;
  readonly rss: number;
  /** Lost, repeated, refused or broken. */
  readonly wrong: number;
  /** How late the provider itself was, p99: a harness that is late makes the server look late. */
  readonly lagP99: number;
}

/**
 * Signs up as many people as streams need and lets them in, and one who has none. On two nodes the last one's requests go to
 * one node and the socket to the other.
 */
export async function gather(load: Load, stack: Stack, streams: number): Promise<readonly Account[]> {
  load.target(...stack.nodes.map((node) => node.url));
  const count = 4 * Math.ceil(streams / (limits.runningTurnsPerUser - 2) / 4) + 2;
  const people: Account[] = [];
  for (let index = 0; index < count; index += 1) {
    const node = stack.nodes[index % stack.nodes.length]!;
    const account = stack.kind === 'relay' ? { email: '', token: 'none' } : await signUp(node.url, `load-${index}`);
    await load.addUser(account.token);
    people.push(account);
  }
  return people;
}

async function measureRung(load: Load, stack: Stack, streams: number, seconds: number): Promise<Rung> {
  const watched = await watchCpu({
    ...Object.fromEntries(stack.nodes.map((node, index) => [`node ${index + 1}`, node.pid])),
    load: load.pid,
    ...stack.stores,
    bench: process.pid,
  });
  const before = await stack.cpu();
  load.window();
  await pause(seconds * 1_000);
  const report = await load.report();
  const after = await stack.cpu();
  const { own, others } = await watched();
  const missing = Math.max(0, streams - report.running);
  const thousands = report.received / 1_000;
  const memory = await Promise.all(stack.nodes.map((node) => node.rss()));
  return {
    streams,
    delivered: report.received / Math.max(report.generated, (streams - missing) * tokensPerSecond * seconds * 0.9),
    gapP99: report.gap[1] / 1_000,
    delayP50: report.delay[0] / 1_000,
    delayP99: report.delay[1] / 1_000,
    cpuPer1k: Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, (ms - before[name]!) / thousands])),
    cores: { ...own, others },
    rss: memory.reduce((sum, bytes) => sum + bytes, 0),
    wrong: report.refused + report.failures + report.disorder + missing,
    lagP99: report.lag[1] / 1_000,
  };
}

/** Whether everybody who was being answered was on time. */
const onTime = ({ delivered, gapP99, wrong }: Rung): boolean => wrong === 0 && delivered >= 0.985 && gapP99 <= 100;

const shown = (values: Readonly<Record<string, number>>, digits: number): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value.toFixed(digits)}`)
    .join(', ');

export const describeRung = (rung: Rung): string =>
  `${rung.streams} streams: ${(rung.delivered * 100).toFixed(1)} % on time, gap p99 ${rung.gapP99.toFixed(0)}, sent → read ` +
  `${rung.delayP50.toFixed(1)} / ${rung.delayP99.toFixed(1)} ms, CPU ms per 1,000 tokens: ${shown(rung.cpuPer1k, 0)}; cores: ${shown(rung.cores, 2)} ` +
  `(late ${rung.lagP99.toFixed(0)} ms); ${(rung.rss / 1e6).toFixed(0)} MB, wrong ${rung.wrong}`;

export interface Climb {
  readonly rungs: readonly Rung[];
  /** The most streams that were on time; 0 for none. */
  readonly best: number;
}

/**
 * Adds `step` streams again and again, begun `perSecond`, until the server no longer keeps up or `limit` is reached. Somebody's being late now and
 * then does not end it: on a busy machine that says little, and what a token costs is still to be learnt.
 */
export async function climb(
  load: Load,
  stack: Stack,
  options: { step: number; limit: number; perSecond: number; seconds: number; log: (line: string) => void },
): Promise<Climb> {
  const { step, limit, perSecond, seconds, log } = options;
  const rungs: Rung[] = [];
  for (let streams = step; streams <= limit; streams += step) {
    load.streams(step, tokensPerSecond, tokensPerAnswer, perSecond);
    await pause((step / perSecond) * 1_000 + 1_500);
    const rung = await measureRung(load, stack, streams, seconds);
    rungs.push(rung);
    log(describeRung(rung));
    if (rung.wrong > 0 || rung.delivered < 0.985) break;
  }
  return { rungs, best: rungs.findLast(onTime)?.streams ?? 0 };
}
