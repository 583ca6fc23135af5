// `npm run verify`: what CI runs. `npm run verify:full`: the long versions too (200 kills, 200 disconnects), resumable, with
// their seeds printed and their results kept under bench/results/.
import { ensureInstalled } from './lib/prepare.mjs';

process.env.CI ??= 'true';
if (!process.argv.includes('--full')) {
  await import('./test.mjs');
} else {
  ensureInstalled();
  const { ensureBuilt } = await import('./lib/build.mjs');
  const { runVitest } = await import('./lib/suites.mjs');
  await ensureBuilt();
  const { passed, failed } = await runVitest(
    ['--project', 'node', '--project', 'alone', 'api/test/crash', 'api/test/reconnect', 'api/realtime', 'api/storage'],
    {
      PARLEY_FULL: '1',
    },
  );
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
