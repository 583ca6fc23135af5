// `npm test`: everything that can run here. With CI=true also lint and types, and nothing may be skipped.
import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
const { lintSteps } = await import('./lib/lint.mjs');
const { runJourneys, runVitest } = await import('./lib/suites.mjs');

const total = { passed: 0, failed: 0 };
const add = ({ passed, failed }) => {
  total.passed += passed;
  total.failed += failed;
};

const filter = process.argv.slice(2);
if (process.env.CI) {
  for (const [name, step] of lintSteps) {
    const code = await step();
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    add(code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  }
}
await ensureBuilt();
add(await runVitest(filter));
if (filter.length === 0) add(await runJourneys([]));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
