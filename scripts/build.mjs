import { ensureInstalled } from './lib/prepare.mjs';

ensureInstalled();
const { build } = await import('./lib/build.mjs');
process.exit(await build());
