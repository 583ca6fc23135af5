// `npm run dev`: the server from its sources, restarted on changes, and the client behind Vite on port 5173.
import path from 'node:path';
import { ensureInstalled } from './lib/prepare.mjs';
import { root } from './lib/root.mjs';
import { run, tool } from './lib/run.mjs';
import { findNode } from './lib/node.mjs';

ensureInstalled();
const ended = await Promise.race([
  run(findNode(), ['--watch', 'api/main.ts'], { env: { NODE_ENV: 'development' } }),
  tool('vite/bin/vite.js', [], { cwd: path.join(root, 'client') }),
]);
process.exit(ended);
