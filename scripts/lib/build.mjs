import path from 'node:path';
import { findNode } from './node.mjs';
import { fingerprintOf, isBuilt, markBuilt } from './prepare.mjs';
import { root } from './root.mjs';
import { run, tool } from './run.mjs';

const bundle = {
  server: () => run(findNode(), ['api/bundle.mjs']),
  client: () => tool('vite/bin/vite.js', ['build', '--logLevel', 'warn'], { cwd: path.join(root, 'client') }),
};

/** Builds the server, the client, or both. Returns the exit code of the first step that failed, else 0. */
export async function build(parts = ['server', 'client']) {
  for (const part of parts) {
    // Taken before: what changes meanwhile is built next time.
    const fingerprint = fingerprintOf(part);
    const code = await bundle[part]();
    if (code !== 0) return code;
    markBuilt(part, fingerprint);
  }
  return 0;
}

/** Builds what has changed since it was built; ends the process when that fails. */
export async function ensureBuilt(parts = ['server', 'client']) {
  const stale = parts.filter((part) => !isBuilt(part));
  if (stale.length === 0) return;
  console.error('Building …');
  const code = await build(stale);
  if (code !== 0) process.exit(code);
}
