import path from 'node:path';
import { ensureInstalled } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
const { become } = await import('./lib/run.mjs');
await ensureBuilt();
become([path.join(root, 'bench/soak.ts'), ...process.argv.slice(2)]);
