import { limits } from '@parley/contracts';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { watchCpu } from './cpu.ts';
import type { Load } from './load.ts';
import { startSut, type Sut } from './processes.ts';
import { pause, signUp, type Account } from './visitor.ts';

export const rate = 50;
/** Ten seconds each: a step sees answers begin and end, with everything that costs. */
export const tokensPerAnswer = 500;
/** Streams begun a second: everybody starting at once would measure the accept queue. */
const perSecond = 150;

/** What so many streams cost and how they fared. Times in milliseconds. */
export interface Step {
  readonly streams: number;
  /** Share of the tokens that fell due which were received. */
  readonly delivered: number;
  readonly gapP99: number;
  readonly gapMax: number;
  readonly delayP50: number;
  readonly delayP99: number;
  readonly firstP50: number;
  readonly firstP99: number;
  readonly cpuPer1k: number;
  readonly rss: number;
  readonly bytesPerToken: number;
  /** Lost, repeated, refused or broken: anything above zero is a defect, not a load. */
  readonly wrong: number;
  readonly sutCore: number;
  readonly loadCore: number;
  readonly others: number;
  /** How late the provider itself was, p99. */
  readonly lagP99: number;
}

/** Accounts that outlive the servers they are used on: hashing passwords is no part of a step. */
export interface Crowd extends AsyncDisposable {
  readonly dataDir: string;
  /** Makes sure that so many accounts exist, and gives them. */
  people(sut: Sut, count: number): Promise<readonly Account[]>;
}

export async function createCrowd(): Promise<Crowd> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-bench-'));
  const accounts: Account[] = [];
  return {
    dataDir,
    people: async (sut, count) => {
      while (accounts.length < count) accounts.push(await signUp(sut.url, `load-${accounts.length}`));
      return accounts.slice(0, count);
    },
    [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** Nobody is asked who they are: for the bare relay. */
export const nobody: Crowd = {
  dataDir: '/nowhere',
  people: async (_sut, count) => Array.from({ length: count }, () => ({ email: '', token: 'none' })),
  [Symbol.asyncDispose]: async () => undefined,
};

/** A server with so many streams running on it, and one person more who has none. */
export async function withStreams<Result>(load: Load, crowd: Crowd, streams: number, use: (sut: Sut) => Promise<Result>): Promise<Result> {
  await using sut = await startSut({ openAiUrl: load.openAiUrl, dataDir: crowd.dataDir, relay: crowd === nobody });
  load.target(sut.url);
  const people = await crowd.people(sut, Math.ceil(streams / (limits.runningTurnsPerUser - 2)) + 1);
  for (const { token } of people) await load.addUser(token);
  if (streams > 0) {
    load.streams(streams, rate, tokensPerAnswer, perSecond);
    await pause((streams / perSecond) * 1_000 + 1_500);
  }
  try {
    return await use(sut);
  } finally {
    await load.stop();
  }
}

export function measureStep(load: Load, crowd: Crowd, streams: number, seconds: number): Promise<Step> {
  return withStreams(load, crowd, streams, async (sut) => {
    const watched = await watchCpu({ sut: sut.pid, load: load.pid, bench: process.pid });
    const cpuBefore = await sut.cpu();
    load.window();
    await pause(seconds * 1_000);
    const report = await load.report();
    const cpu = (await sut.cpu()) - cpuBefore;
    const { own, others } = await watched();
    const missing = Math.max(0, streams - report.running);
    return {
      streams,
      delivered: report.received / Math.max(report.generated, (streams - missing) * rate * seconds * 0.9),
      gapP99: report.gap[1] / 1_000,
      gapMax: report.gap[2] / 1_000,
      delayP50: report.delay[0] / 1_000,
      delayP99: report.delay[1] / 1_000,
      firstP50: report.first[0] / 1_000,
      firstP99: report.first[1] / 1_000,
      cpuPer1k: cpu / (report.received / 1_000),
      rss: await sut.rss(),
      bytesPerToken: report.bytes / report.received,
      wrong: report.refused + report.failures + report.disorder + missing,
      sutCore: own['sut']!,
      loadCore: own['load']!,
      others,
      lagP99: report.lag[1] / 1_000,
    };
  });
}

/** Whether everybody was on time. */
export const holds = ({ delivered, gapP99, firstP99, wrong }: Step): boolean =>
  wrong === 0 && delivered >= 0.985 && gapP99 <= 100 && firstP99 <= 500;

export const describeStep = (step: Step): string =>
  `${step.streams} streams: ${(step.delivered * 100).toFixed(1)} % on time, gap p99 ${step.gapP99.toFixed(0)} max ${step.gapMax.toFixed(0)}, ` +
  `sent → read ${step.delayP50.toFixed(1)} / ${step.delayP99.toFixed(1)}, first ${step.firstP50.toFixed(1)} / ${step.firstP99.toFixed(1)} ms, ` +
  `${step.cpuPer1k.toFixed(0)} ms CPU per 1,000 tokens, ${(step.rss / 1e6).toFixed(0)} MB, wrong ${step.wrong}, ` +
  `cores: server ${step.sutCore.toFixed(2)}, load ${step.loadCore.toFixed(2)} (late ${step.lagP99.toFixed(0)} ms), others ${step.others.toFixed(2)}`;
