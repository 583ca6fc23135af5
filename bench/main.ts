import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { leaveCore, startFake } from './lib/processes.ts';
import { notRun, printTable, type Row } from './lib/report.ts';
import { capacity } from './scenarios/capacity.ts';
import { firstLoad } from './scenarios/first-load.ts';
import { firstToken } from './scenarios/first-token.ts';
import { longChat } from './scenarios/long-chat.ts';
import { start } from './scenarios/start.ts';

/**
 * `npm run bench [-- --quick] [-- --only=capacity]`: what Parley costs on this machine, beside its goals and what its nearest peers reach. A scenario that cannot run says
 * NOT RUN and wins nothing. Figures of one machine are to be read as ratios.
 */
const quick = process.argv.includes('--quick');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);

const root = path.resolve(import.meta.dirname, '..');
const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

leaveCore();
await using fake = await startFake();
const scenarios: Readonly<Record<string, () => Promise<Row[]>>> = {
  start: () => start(fake, quick),
  'first-token': () => firstToken(fake, quick),
  capacity: () => capacity(fake, quick),
  'first-load': () => firstLoad(),
  'long-chat': () => longChat(quick),
};

const rows: Row[] = [];
for (const [name, run] of Object.entries(scenarios)) {
  if (only !== undefined && only !== name) continue;
  console.error(`${name} …`);
  try {
    rows.push(...(await run()));
  } catch (error) {
    rows.push(notRun(name, '', '', error instanceof Error ? error.message.split('\n')[0]! : String(error)));
  }
}
printTable(rows);

const cpu = os.cpus();
const result = {
  at: new Date().toISOString(),
  commit: git('rev-parse', 'HEAD'),
  node: process.version,
  machine: { cores: cpu.length, model: cpu[0]?.model, memory: os.totalmem() },
  quick,
  rows,
};
await mkdir(path.join(root, 'bench/results'), { recursive: true });
await writeFile(path.join(root, `bench/results/bench-${result.at.replaceAll(':', '-')}.json`), `${JSON.stringify(result, null, 2)}\n`);
