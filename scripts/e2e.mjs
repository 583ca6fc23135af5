import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
const { runJourneys } = await import('./lib/suites.mjs');
await ensureBuilt();
const { passed, failed } = await runJourneys(process.argv.slice(2));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
