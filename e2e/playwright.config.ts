import { defineConfig } from '@playwright/test';

/** Headless Debian Chromium; the background flags keep it from calling anywhere. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A name that is this machine and, unlike localhost, no secure context.
  '--host-resolver-rules=MAP home.test 127.0.0.1',
];

/** Somebody whose system asks for less motion. */
const calm = { contextOptions: { reducedMotion: 'reduce' } };

/**
 * Every journey runs once on each network: WebSocket, a proxy that refuses Upgrade, one that drops sockets after 10 s, and once
 * more by keyboard alone. `network` and `keyboard` reach the journeys as options of `support/fixtures.ts`.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '.output',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 3,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  reporter: [['list'], ['json']],
  use: {
    viewport: { width: 1360, height: 900 },
    locale: 'en-US',
    timezoneId: 'Europe/Zurich',
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args },
    trace: 'off',
  },
  projects: [
    { name: 'socket', testMatch: ['journeys/*.spec.ts', 'checks/*.spec.ts'] },
    { name: 'keyboard', testMatch: 'journeys/*.spec.ts', use: { hands: 'keyboard' } as object },
    { name: 'no-upgrade', testMatch: 'journeys/*.spec.ts', use: { network: 'no-upgrade', ...calm } as object },
    { name: 'dropping', testMatch: 'journeys/*.spec.ts', use: { network: 'dropping', ...calm } as object },
  ],
});
