import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import type { Bench } from '../lib/bench.ts';
import { freshPage, launchBrowser, signIn } from '../lib/browser.ts';
import { startSut, type Sut } from '../lib/processes.ts';
import { measured, notRun, type Row } from '../lib/report.ts';
import { median } from '../lib/stats.ts';
import { signUp } from '../lib/visitor.ts';

const dist = path.resolve(import.meta.dirname, '../../client/dist');

/** Script and style that the page itself names, gzipped: what a first visit waits for before anything can run. */
async function named(): Promise<Row> {
  const page = await readFile(path.join(dist, 'index.html'), 'utf8');
  const files = new Set([...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map((match) => match[1]!));
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(path.join(dist, file)), { level: 9 }).length;
  return measured({
    metric: 'JS + CSS that index.html names, gzip',
    value: bytes / 1_024,
    unit: 'KB',
    goal: 150,
    note: `${files.size} files`,
  });
}

interface Visit {
  readonly usableAfter: number;
  readonly requests: number;
  readonly codeBytes: number;
}

/** One visit with an empty cache by somebody whose session lives on, until the composer takes a key. */
async function visit(browser: Browser, sut: Sut, email: string): Promise<Visit> {
  const { page, context } = await freshPage(browser);
  await signIn(page, sut, email);
  await page.close();
  const again = await context.newPage();
  const network = await context.newCDPSession(again);
  await network.send('Network.enable');
  await network.send('Network.clearBrowserCache');
  const code = new Set<string>();
  let requests = 0;
  let codeBytes = 0;
  network.on('Network.requestWillBeSent', () => void (requests += 1));
  network.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script' || type === 'Stylesheet') code.add(requestId);
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (code.has(requestId)) codeBytes += encodedDataLength;
  });
  const began = performance.now();
  await again.goto(sut.url, { waitUntil: 'commit' });
  await again.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  const usableAfter = performance.now() - began;
  const found = { usableAfter, requests, codeBytes };
  await context.close();
  return found;
}

/** The first load of the chat route: by the built files, and as Chromium counts it. */
export async function firstLoad({ quick, log }: Bench): Promise<Row[]> {
  const browser = await launchBrowser();
  if (browser === null) return [await named(), notRun('composer usable, requests, bytes', 'no Chromium')];
  try {
    await using sut = await startSut({ pinned: false });
    const { email } = await signUp(sut.url, 'load');
    const visits: Visit[] = [];
    for (let round = 0; round < (quick ? 2 : 5); round += 1) visits.push(await visit(browser, sut, email));
    log(JSON.stringify(visits));
    const of = (key: keyof Visit): number => median(visits.map((one) => one[key]));
    return [
      await named(),
      measured({
        metric: 'JS + CSS received until the composer is usable',
        value: of('codeBytes') / 1_024,
        unit: 'KB',
        goal: 150,
        peers: '2,616 / 337 KB',
        note: 'as Chromium counts it, compressed',
      }),
      measured({ metric: 'requests until then', value: of('requests'), unit: '', goal: 12, peers: '74 / 56' }),
      measured({ metric: 'composer usable, empty cache', value: of('usableAfter'), goal: 500, peers: '3,700 / 780 ms' }),
    ];
  } finally {
    await browser.close();
  }
}
