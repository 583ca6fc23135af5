// `npm start`: install and build when needed, then run the server. Needs Node 20.19 and npm, nothing else.
import path from 'node:path';
import { ensureInstalled } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';

ensureInstalled();
const { ensureBuilt } = await import('./lib/build.mjs');
await ensureBuilt();
const { become } = await import('./lib/run.mjs');
become([path.join(root, 'api/dist/main.js')]);
