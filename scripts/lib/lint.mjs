import { tool } from './run.mjs';

const oxlint = ['--type-aware', '--deny-warnings', 'packages', 'api', 'client/src', 'e2e', 'bench'];

/** Each step has a name for the summary and resolves with an exit code. The longest come first. */
const steps = [
  ['oxlint', () => tool('oxlint/bin/oxlint', oxlint)],
  ['types of tests', () => tool('typescript/bin/tsc', ['-p', 'tsconfig.test.json'])],
  ['types of client', () => tool('typescript/bin/tsc', ['-p', 'client/tsconfig.json'])],
  ['types', () => tool('typescript/bin/tsc', [])],
  ['format', () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.'])],
  ['unused', () => tool('knip/bin/knip.js', [])],
];

/** What reads the code without running it, two at a time. Says how each step went; resolves with the names of those that failed, and of those that did not. */
export async function lint() {
  const [passed, failed] = [[], []];
  const left = [...steps];
  const takeSteps = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [name, step] = next;
      const code = await step();
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
      (code === 0 ? passed : failed).push(name);
    }
  };
  await Promise.all([takeSteps(), takeSteps()]);
  return { passed, failed };
}
