import { test as base, expect, type Page } from '@playwright/test';
import { startDroppingProxy, startUpgradeRefusingProxy } from '@parley/test-kit';
import { startServer, type RunningServer } from './server.ts';
import { createHands, type Hands } from './hands.ts';

export interface Options {
  /** What lies between the browser and the server. */
  readonly network: 'direct' | 'no-upgrade' | 'dropping';
  /** How the person works: with a pointer, or by keyboard alone. */
  readonly hands: 'pointer' | 'keyboard';
}

interface Fixtures extends Options {
  /** Where the browser finds Parley: the server itself or the proxy in front of it. */
  readonly address: string;
  readonly user: Hands;
  /** Makes a page ready to be watched: any page error, console error or policy report fails the test at its end. */
  readonly watch: (page: Page) => void;
}

interface WorkerFixtures {
  readonly server: RunningServer;
}

/** Console lines that are the browser's own words for answers a journey provokes on purpose. */
const expectedLines = [
  /^Failed to load resource: the server responded with a status of (401|4\d\d|503)/,
  /WebSocket connection to .* failed/,
  /ERR_CONNECTION_REFUSED/,
  /ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/,
];

export const test = base.extend<Fixtures & { watcher: string[] }, WorkerFixtures>({
  network: ['direct', { option: true }],
  hands: ['pointer', { option: true }],

  server: [
    // eslint-disable-next-line no-empty-pattern -- the runner reads the pattern to learn what is needed
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker' },
  ],

  address: async ({ server, network }, use) => {
    if (network === 'direct') return use(server.url);
    const proxy =
      network === 'no-upgrade' ? await startUpgradeRefusingProxy(server.url) : await startDroppingProxy(server.url, { afterMs: 10_000 });
    await use(proxy.url);
    await proxy.close();
  },

  // eslint-disable-next-line no-empty-pattern -- as above
  watcher: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, 'page errors, console errors and policy reports').toEqual([]);
  },

  watch: async ({ watcher }, use) => {
    await use((page) => {
      page.on('pageerror', (error) => watcher.push(`page error: ${error.stack ?? error.message}`));
      page.on('console', (message) => {
        if (message.type() !== 'error') return;
        if (!expectedLines.some((line) => line.test(message.text()))) watcher.push(`console error: ${message.text()}`);
      });
      void page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy report: ${event.violatedDirective} ${event.blockedURI}`);
        });
      });
    });
  },

  user: async ({ page, address, hands, watch }, use) => {
    watch(page);
    await use(createHands(page, address, hands));
  },
});

export { expect } from '@playwright/test';
