import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { lint } = await import('./lib/lint.mjs');
const { failed } = await lint();
process.exit(failed.length === 0 ? 0 : 1);
