import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Bench } from './lib/bench.ts';
import { watchCpu } from './lib/cpu.ts';
import { startLoad } from './lib/load.ts';
import { canPin, goFirst, leaveCore, useAllCores } from './lib/processes.ts';
import { formatTable, notRun, type Row } from './lib/report.ts';
import { capacity } from './scenarios/capacity.ts';
import { context } from './scenarios/context.ts';
import { files } from './scenarios/files.ts';
import { firstLoad } from './scenarios/first-load.ts';
import { firstToken } from './scenarios/first-token.ts';
import { growth } from './scenarios/growth.ts';
import { longChat } from './scenarios/long-chat.ts';
import { roundTrips } from './scenarios/round-trips.ts';
import { manyEndpoints } from './scenarios/many-endpoints.ts';
import { stacks } from './scenarios/stacks.ts';
import { start } from './scenarios/start.ts';
import { wires } from './scenarios/wires.ts';

/**
 * `npm run bench [-- --quick] [-- --only=capacity,start]`: what Parley costs on this machine, beside its goals and what its nearest peers reach. A
 * scenario that cannot run says NOT RUN and wins nothing; one whose limit is the harness says HARNESS-BOUND; a machine that was busy with something
 * else says NOISY (`--realtime` then puts what is measured before everything else, where that is allowed). Figures of one machine are to be read as ratios.
 */
const scenarios: readonly { readonly name: string; readonly run: (bench: Bench) => Promise<Row[]>; readonly browser?: boolean }[] = [
  { name: 'start', run: start },
  { name: 'many-endpoints', run: manyEndpoints },
  { name: 'wires', run: wires },
  { name: 'context', run: context },
  { name: 'files', run: files },
  { name: 'first-token', run: firstToken },
  { name: 'capacity', run: capacity },
  { name: 'stacks', run: stacks },
  { name: 'growth', run: growth },
  { name: 'round-trips', run: roundTrips },
  { name: 'first-load', run: firstLoad, browser: true },
  { name: 'long-chat', run: longChat, browser: true },
];

const quick = process.argv.includes('--quick');
const only = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');

const wantsFirst = process.argv.includes('--realtime');

const root = path.resolve(import.meta.dirname, '..');
const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** Share of a core that everybody used in a quiet second before the run. */
async function busyBefore(): Promise<number> {
  const watched = await watchCpu({ bench: process.pid });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return (await watched()).others;
}

const others = await busyBefore();
if (others > 0.06) console.error(`This machine is busy: others use ${others.toFixed(2)} of a core. Read the figures as pessimistic.`);
leaveCore();
const isFirst = wantsFirst && goFirst();
if (wantsFirst && !isFirst) console.error('This process may not go before others: --realtime has no effect.');
await using load = await startLoad();

const rows: Row[] = [];
const logs: Record<string, string[]> = {};
for (const { name, run, browser } of scenarios) {
  if (only !== undefined && !only.includes(name)) continue;
  console.error(`${name} …`);
  const lines: string[] = (logs[name] = []);
  const log = (line: string): void => {
    lines.push(line);
    console.error(`  ${line}`);
  };
  if (browser) useAllCores();
  const began = performance.now();
  try {
    rows.push(...(await run({ load, quick, log })));
  } catch (error) {
    rows.push(notRun(name, error instanceof Error ? error.message.split('\n')[0]! : String(error)));
  }
  log(`took ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  if (browser) leaveCore();
}
console.log(formatTable(rows));

const [cpu] = os.cpus();
const result = {
  at: new Date().toISOString(),
  commit: git('rev-parse', 'HEAD'),
  changed: git('status', '--porcelain') !== '',
  versions: { node: process.version, v8: process.versions.v8, linux: os.release() },
  machine: { cores: os.availableParallelism(), model: cpu?.model, memory: os.totalmem(), pinned: canPin, realtime: isFirst },
  othersBefore: others,
  quick,
  rows,
  logs,
};
await mkdir(path.join(root, 'bench/results'), { recursive: true });
await writeFile(path.join(root, `bench/results/bench-${result.at.replaceAll(':', '-')}.json`), `${JSON.stringify(result, null, 2)}\n`);
