// `npm test`: everything that can run here. With CI=true also lint and types, and nothing may be skipped.
import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
const { lintSteps } = await import('./lib/lint.mjs');
const { runJourneys, runVitest } = await import('./lib/suites.mjs');

const total = { passed: 0, failed: 0, names: [] };
const add = ({ passed, failed, names }) => {
  total.passed += passed;
  total.failed += failed;
  total.names.push(...names);
};

const filter = process.argv.slice(2);
if (process.env.CI) {
  for (const [name, step] of lintSteps) {
    const code = await step();
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    add(code === 0 ? { passed: 1, failed: 0, names: [] } : { passed: 0, failed: 1, names: [name] });
  }
}
await ensureBuilt();
add(await runVitest(filter));
if (filter.length === 0) add(await runJourneys([]));
for (const name of total.names) console.log(`FAILED ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
