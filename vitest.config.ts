import { defineConfig } from 'vitest/config';
import { findTool } from './packages/test-kit/src/servers/find-tool.ts';

/**
 * Tests that measure time across processes. They run after all others: on a machine that is busy with tests, what they would measure is the
 * tests. Three at a time, since those of two nodes wait most of their time for a dead node to be missed.
 */
const alone = ['api/test/crash/{crash,cluster-kills,cluster-faults,rolling-restart}.test.ts', 'api/realtime/journal/crash.test.ts'];

/** Tests that start the server, or its command line, as an operator does. */
const programs = [
  'api/test/data-folder/*.test.ts',
  'api/test/hostile-bodies.test.ts',
  'api/cli/migrate.test.ts',
  'api/telemetry/metrics/metrics-port.test.ts',
];
const builtFirst = './scripts/lib/build-for-tests.mjs';

/** What people may rely on whatever the stack: these run once more on MongoDB and Redis, with two nodes that are asked in turn. */
const behaviour = [
  'api/test/behaviour/**/*.test.ts',
  'api/test/{attacks,auth,azure,bedrock,endpoints,fuzz,responses,routes}.test.ts',
  'api/services/{chat,conversations}/*.test.ts',
];

/** Without the servers they would all fail, which is right only where nothing may be missing. */
const hasServers =
  process.env['CI'] === 'true' ||
  ((process.env['MONGO_TEST_URI'] ?? findTool('mongod', 'mongod') ?? findTool('secantusd-py', 'secantus/bin/secantusd-py')) !== null &&
    (process.env['REDIS_TEST_URI'] ?? findTool('redis-server', 'redis-server')) !== null);
if (!hasServers) process.stdout.write('skipped: the suites of behaviour on many nodes, which need MongoDB and Redis\n');

/**
 * Most of a test's time is waiting, for a socket, a disk or a clock, so three share two processors well. Left alone, Vitest takes one less
 * than there are processors, which is one here.
 */
const maxWorkers = 3;

/** Files of tests share what they import, since none replaces a module or the environment; loading it for each took a third of the time. */
const isolate = false;

/** What is polled for comes soon, or the test fails anyway: a second, Vitest's own, is at times too short on a busy machine. */
const patient = { poll: { timeout: 20_000 } };

const inNode = { environment: 'node' as const, testTimeout: 120_000, hookTimeout: 120_000, expect: patient, maxWorkers, isolate };

/** What runs in Node (packages, server), on both stacks, and what needs a document (client). */
export default defineConfig({
  test: {
    reporters: ['default', './scripts/lib/stack-table.mjs'],
    projects: [
      {
        test: {
          ...inNode,
          name: 'node',
          include: ['packages/**/*.test.ts', 'api/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/dist/**', '**/node_modules/**', ...programs, ...alone],
        },
      },
      { test: { ...inNode, name: 'programs', include: programs, globalSetup: [builtFirst] } },
      {
        test: {
          name: 'alone',
          environment: 'node',
          include: alone,
          globalSetup: [builtFirst],
          expect: patient,
          hookTimeout: 120_000,
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
      ...(hasServers
        ? [
            {
              test: {
                ...inNode,
                name: 'cluster',
                include: behaviour,
                env: { PARLEY_STACK: 'cluster' },
                globalSetup: [builtFirst, 'api/test/cluster/global-setup.ts'],
              },
            },
          ]
        : []),
      {
        test: {
          name: 'client',
          environment: 'happy-dom',
          include: ['client/**/*.test.{ts,tsx}'],
          testTimeout: 120_000,
          expect: patient,
          maxWorkers,
          exclude: ['**/dist/**', '**/node_modules/**'],
        },
      },
    ],
  },
});
