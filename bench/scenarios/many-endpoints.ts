import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Bench } from '../lib/bench.ts';
import { startSut } from '../lib/processes.ts';
import { measured, type Row } from '../lib/report.ts';
import { median } from '../lib/stats.ts';

const count = 100;

/** A file as an organisation has it: every endpoint with headers, parameters and a few models. */
const file = (): string =>
  [
    'version: 1.3.14',
    'endpoints:',
    '  custom:',
    ...Array.from({ length: count }, (_, index) => {
      const name = `Team ${index + 1}`;
      return [
        `    - name: ${name}`,
        `      apiKey: "sk-bench-${index}"`,
        `      baseURL: "http://127.0.0.1:9/team-${index}/v1"`,
        `      headers: {X-Team: "${name}", X-Cost-Centre: "${1_000 + index}"}`,
        '      models: {default: [small, medium, large, reasoner]}',
        '      titleModel: small',
        '      addParams: {user: parley}',
        '      dropParams: [stop]',
      ].join('\n');
    }),
    '',
  ].join('\n');

/** From exec to the start line with a hundred endpoints in the file, and without a file, in turns. */
export async function manyEndpoints({ quick }: Bench): Promise<Row[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'parley-bench-'));
  const config = path.join(folder, 'parley.yaml');
  await writeFile(config, file());
  try {
    const full = { ready: [] as number[], cpu: [] as number[] };
    const bare = { ready: [] as number[], cpu: [] as number[] };
    for (let round = 0; round < (quick ? 3 : 7); round += 1) {
      await using without = await startSut({ dataDir: path.join(folder, 'bare') });
      bare.ready.push(without.readyAfter);
      bare.cpu.push(await without.cpu());
      await without.stop();
      await using withFile = await startSut({ dataDir: path.join(folder, 'full'), env: { CONFIG_PATH: config } });
      full.ready.push(withFile.readyAfter);
      full.cpu.push(await withFile.cpu());
      await withFile.stop();
    }
    return [
      measured({
        metric: `exec → ready line with ${count} endpoints`,
        value: median(full.ready),
        goal: 500,
        note: `${median(bare.ready).toFixed(0)} ms without a file; ${median(full.cpu)} and ${median(bare.cpu)} ms of CPU`,
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
