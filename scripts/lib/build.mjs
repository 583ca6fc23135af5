import path from 'node:path';
import { isBuilt, markBuilt } from './prepare.mjs';
import { root } from './root.mjs';
import { tool } from './run.mjs';

/** Compiles the packages and the server, then the client. Returns the exit code of the first step that failed, else 0. */
export async function build() {
  const compiled = await tool('typescript/bin/tsc', ['-b'], { cwd: root });
  if (compiled !== 0) return compiled;
  const bundled = await tool('vite/bin/vite.js', ['build', '--logLevel', 'warn'], { cwd: path.join(root, 'client') });
  if (bundled === 0) markBuilt();
  return bundled;
}

/** Builds when the sources have changed since the last build; ends the process when that fails. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  console.error('Building …');
  const code = await build();
  if (code !== 0) process.exit(code);
}
