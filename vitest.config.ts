import { defineConfig } from 'vitest/config';

const source = ['parley-source'];

/** Two worlds of tests: what runs in Node (packages, server) and what needs a document (client). */
export default defineConfig({
  test: {
    reporters: process.env['CI'] ? ['default'] : ['default'],
    projects: [
      {
        resolve: { conditions: source },
        ssr: { resolve: { conditions: source, externalConditions: source } },
        test: {
          name: 'node',
          environment: 'node',
          include: ['packages/**/*.test.ts', 'api/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/dist/**', '**/node_modules/**'],
          execArgv: ['--conditions=parley-source'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { conditions: source },
        test: {
          name: 'client',
          environment: 'happy-dom',
          include: ['client/**/*.test.{ts,tsx}'],
          exclude: ['**/dist/**', '**/node_modules/**'],
        },
      },
    ],
  },
});
