import { tool } from './run.mjs';

/** Each step has a name for the summary and resolves with an exit code. */
export const lintSteps = [
  ['format', () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.'])],
  ['oxlint', () => tool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', 'packages', 'api', 'client/src', 'e2e', 'bench'])],
  ['types', () => tool('typescript/bin/tsc', [])],
  ['types of tests', () => tool('typescript/bin/tsc', ['-p', 'tsconfig.test.json'])],
  ['types of client', () => tool('typescript/bin/tsc', ['-p', 'client/tsconfig.json'])],
  ['unused', () => tool('knip/bin/knip.js', [])],
];
