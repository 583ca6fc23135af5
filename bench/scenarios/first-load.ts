import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row } from '../lib/report.ts';

const dist = path.resolve(import.meta.dirname, '../../client/dist');

/** Script and style that the page names before anything runs, gzipped: what a first visit waits for. */
export async function firstLoad(): Promise<Row[]> {
  const page = await readFile(path.join(dist, 'index.html'), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]!);
  let bytes = 0;
  for (const name of new Set(named)) bytes += gzipSync(await readFile(path.join(dist, name)), { level: 9 }).length;
  const kb = bytes / 1_024;
  return [
    {
      metric: 'first load of the chat route, JS + CSS gzip',
      value: `${kb.toFixed(0)} KB in ${new Set(named).size} files`,
      goal: '≤ 150 KB, ≤ 12 requests',
      met: kb <= 150,
      peers: '2,616 KB, 74 / 337 KB, 56',
    },
  ];
}
