import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { lintSteps } = await import('./lib/lint.mjs');
let failed = 0;
for (const [name, step] of lintSteps) {
  const code = await step();
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
