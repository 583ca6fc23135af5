import { defineConfig } from 'vitest/config';

const source = ['parley-source'];

/**
 * Tests that measure time across processes. They run after all others and one file at a time: on a machine that is busy with tests, what
 * they would measure is the tests.
 */
const alone = ['api/test/crash/crash.test.ts', 'api/realtime/journal/crash.test.ts'];

const inNode = {
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source, externalConditions: source } },
};

/** Two worlds of tests: what runs in Node (packages, server) and what needs a document (client). */
export default defineConfig({
  test: {
    reporters: process.env['CI'] ? ['default'] : ['default'],
    projects: [
      {
        ...inNode,
        test: {
          name: 'node',
          environment: 'node',
          include: ['packages/**/*.test.ts', 'api/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/dist/**', '**/node_modules/**', ...alone],
          execArgv: ['--conditions=parley-source'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...inNode,
        test: {
          name: 'alone',
          environment: 'node',
          include: alone,
          execArgv: ['--conditions=parley-source'],
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { conditions: source },
        test: {
          name: 'client',
          environment: 'happy-dom',
          include: ['client/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          exclude: ['**/dist/**', '**/node_modules/**'],
        },
      },
    ],
  },
});
