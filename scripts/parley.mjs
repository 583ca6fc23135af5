// The command line, `npx parley …`, linked by the workspace's install.
import path from 'node:path';
import { ensureInstalled } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
await ensureBuilt();
const { become } = await import('./lib/run.mjs');
become([path.join(root, 'api/dist/cli/main.js'), ...process.argv.slice(2)]);
