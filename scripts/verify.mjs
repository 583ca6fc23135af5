// `npm run verify`: what CI runs. `npm run verify:full`: the long versions too (200 kills a stack, 200 disconnects, half an hour of load on each
// stack, the growth to a million rows), resumable, with their seeds printed and their results kept under bench/results/.
import { ensureInstalled } from './lib/prepare.mjs';

process.env.CI ??= 'true';
if (!process.argv.includes('--full')) {
  await import('./test.mjs');
} else {
  ensureInstalled();
  const { ensureBuilt } = await import('./lib/build.mjs');
  const { runVitest } = await import('./lib/suites.mjs');
  const { run } = await import('./lib/run.mjs');
  await ensureBuilt();
  // Those with a long version. Of the cluster's, hostile calls alone.
  const suites = [
    'api/test/crash',
    'api/test/reconnect',
    'api/test/fuzz',
    'api/sockets/fuzz',
    'api/test/data-folder/made-files-killed',
    'api/realtime',
    'api/storage',
  ];
  const projects = ['node', 'programs', 'cluster', 'alone'].flatMap((project) => ['--project', project]);
  const total = await runVitest([...projects, ...suites], { PARLEY_FULL: '1' });
  // One after the other, and after the tests: each measures the machine too.
  for (const [script, ...args] of [
    ['bench', '--only=capacity,first-token,stacks,growth,round-trips'],
    ['soak', '--stack', 'sqlite'],
    ['soak', '--stack', 'cluster'],
  ]) {
    const code = await run('npm', ['run', script, '--', ...args]);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${script} ${args.join(' ')}`);
    total[code === 0 ? 'passed' : 'failed'] += 1;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 ? 0 : 1);
}
