import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { watchCpu } from './lib/cpu.ts';
import { tokensPerSecond } from './lib/ladder.ts';
import { startLoad } from './lib/load.ts';
import { goFirst } from './lib/processes.ts';
import type { Row } from './lib/report.ts';
import { startStack } from './lib/stacks.ts';
import { median } from './lib/stats.ts';
import { formatTrends, trendsOf } from './soak/report.ts';
import { runSoak } from './soak/run-soak.ts';
import { metricsSecret, type Sample } from './soak/sample.ts';

/**
 * `npm run soak -- --stack sqlite|cluster [--minutes 30] [--load 0.6] [--streams N] [--realtime]`: a constant load for a long time. `--load` is a share of what one
 * core carries by the newest bench of this machine; `--streams` says it outright. Ends with 1 when one turn failed, one character was missing,
 * or a node did not stop when it was told to.
 */
const root = path.resolve(import.meta.dirname, '..');
const results = path.join(root, 'bench/results');

const { values: given } = parseArgs({
  options: {
    stack: { type: 'string', default: 'sqlite' },
    minutes: { type: 'string', default: '30' },
    load: { type: 'string', default: '0.6' },
    streams: { type: 'string' },
    tokens: { type: 'string' },
    realtime: { type: 'boolean', default: false },
  },
});
const kind = given.stack === 'cluster' ? 'cluster' : 'sqlite';
const minutes = Number(given.minutes);

/** What a core carried that was slow and had others beside it: taken where no bench has been run. */
const cautious = 400;

/** Streams that one core carries by the newest bench that found any. */
async function capacityByBench(): Promise<{ streams: number; from: string }> {
  const files = (await readdir(results).catch(() => [])).filter((name) => name.startsWith('bench-')).toSorted();
  for (const file of files.toReversed()) {
    const { rows } = JSON.parse(await readFile(path.join(results, file), 'utf8')) as { rows: Row[] };
    const row = rows.find(
      ({ metric, number }) => metric.startsWith(`streams of ${tokensPerSecond} tok/s on one core`) && (number ?? 0) > 0,
    );
    if (row?.number) return { streams: row.number, from: file };
  }
  return { streams: cautious, from: 'no bench of this machine: a cautious guess' };
}

if (given.realtime && !goFirst()) console.error('This process may not go before others: --realtime has no effect.');
const load = await startLoad();
if (load === null) throw new Error('The soak needs a C compiler for bench/load.c.');
await using _load = load;
await using stack = await startStack(
  { kind, nodes: kind === 'cluster' ? 2 : 1 },
  { openAiUrl: load.openAiUrl, pinned: false, env: { METRICS_SECRET: metricsSecret } },
);
if (stack === null) throw new Error('The soak of this stack needs MongoDB and Redis.');

const capacity = await capacityByBench();
const streams = Number(given.streams ?? Math.max(1, Math.round(capacity.streams * Number(given.load))));
/** What stands in for MongoDB begins and ends few turns a second: longer answers there. */
const tokensPerAnswer = Number(given.tokens ?? (stack.mongo?.kind === 'stand-in' ? 2_000 : 500));
const began = new Date();
const about = {
  at: began.toISOString(),
  commit: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  machine: { cores: os.availableParallelism(), model: os.cpus()[0]?.model, memory: os.totalmem() },
  stack: stack.name,
  minutes,
  streams,
  tokensPerSecond,
  tokensPerAnswer,
  capacity,
};
console.error(`${stack.name}: ${streams} streams of ${tokensPerSecond} tok/s, ${tokensPerAnswer} tokens an answer, ${minutes} minutes`);

const file = path.join(results, `soak-${kind}-${about.at.replaceAll(':', '-')}.json`);
await mkdir(results, { recursive: true });
const samples: Sample[] = [];
const others: number[] = [];
const watch = (): ReturnType<typeof watchCpu> =>
  watchCpu({
    load: load.pid,
    soak: process.pid,
    ...stack.stores,
    ...Object.fromEntries(stack.nodes.map((node, index) => [`node ${index + 1}`, node.pid])),
  });
let watched = await watch();
let own: Readonly<Record<string, number>> = {};

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void (stopped = true));

const result = await runSoak(load, stack, {
  streams,
  tokensPerAnswer,
  minutes,
  perSecond: stack.mongo?.kind === 'stand-in' ? 8 : 50,
  stopped: () => stopped,
  onSample: (sample) => {
    samples.push(sample);
    void (async () => {
      const cores = await watched();
      watched = await watch();
      others.push(cores.others);
      own = cores.own;
    })();
    if (samples.length % 6 !== 0) return;
    const nodes = sample.nodes.map(({ rss, heap, descriptors, loopP99 }) =>
      [`${(rss / 1e6).toFixed(0)} MB`, `heap ${(heap / 1e6).toFixed(0)}`, `${descriptors} fds`, `loop p99 ${loopP99.toFixed(0)} ms`].join(
        ' ',
      ),
    );
    console.error(`  ${sample.at.toFixed(0)} s: ${nodes.join(' | ')}; ${sample.load.running} streams, ${sample.visits} visits`);
    void writeFile(file, `${JSON.stringify({ ...about, unfinished: true, samples }, null, 1)}\n`);
  },
});

const trends = trendsOf(result.samples);
await writeFile(file, `${JSON.stringify({ ...about, othersMedian: median(others), coresAtTheEnd: own, trends, ...result }, null, 1)}\n`);
console.log(formatTrends(trends));
const tokens = result.samples.reduce((sum, sample) => sum + sample.load.received, 0);
const turns = result.samples.reduce((sum, sample) => sum + sample.load.ended, 0);
console.log(
  `${stack.name}: ${streams} streams for ${((samples.at(-1)?.at ?? 0) / 60).toFixed(1)} of ${minutes} minutes, ${tokens.toLocaleString('en')} tokens, ${turns.toLocaleString('en')} answers, ` +
    `${result.visits} visits; others used ${median(others).toFixed(2)} of a core; ended in ${(result.finishedIn / 1_000).toFixed(1)} s, exits ${result.exits.join(', ')}`,
);
if (result.faults.length > 0) console.log(`FAILED: ${result.faults.slice(0, 10).join('; ')}`);
process.exitCode = result.faults.length > 0 ? 1 : 0;
