// `npm test`: everything that can run here. With CI=true also lint and types, and nothing may be skipped.
import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
const { lint } = await import('./lib/lint.mjs');
const { runJourneys, runVitest } = await import('./lib/suites.mjs');

const total = { passed: 0, failed: 0, names: [] };
const add = ({ passed, failed, names }) => {
  total.passed += passed;
  total.failed += failed;
  total.names.push(...names);
};

const filter = process.argv.slice(2);
if (process.env.CI) {
  const { passed, failed } = await lint();
  add({ passed: passed.length, failed: failed.length, names: failed });
}
await ensureBuilt();
add(await runVitest(filter));
if (filter.length === 0) add(await runJourneys([]));
for (const name of total.names) console.log(`FAILED ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
