import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { root } from './root.mjs';

const stampFile = (name) => path.join(root, 'node_modules', '.cache', 'parley', name);

const isFresh = (name, value) => existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === value;

const stamp = (name, value) => {
  mkdirSync(path.dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), value);
};

/**
 * Installs what the lock file says, unless exactly that is installed already. Dev parts are needed too: they build. No package's own
 * script is run: every native part comes ready-made inside its package, and npm would try to compile better-sqlite3 all the same.
 */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (isFresh('install', wanted)) return;
  console.error('Installing what package-lock.json names …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
  stamp('install', wanted);
}

/** What is built, each from its sources to a file that is there when it is. */
const parts = {
  server: { sources: ['package-lock.json', 'packages', 'api'], made: 'api/dist/main.js' },
  client: { sources: ['package-lock.json', 'tsconfig.base.json', 'packages', 'client'], made: 'client/dist/index.html' },
};
const skipped = new Set(['node_modules', 'dist', '__fixtures__', 'data']);

function* files(place) {
  const stats = statSync(place);
  if (!stats.isDirectory()) {
    if (!/\.test\.tsx?$/.test(place)) yield `${path.relative(root, place)}:${stats.size}:${stats.mtimeMs}`;
    return;
  }
  for (const entry of readdirSync(place).sort()) if (!skipped.has(entry)) yield* files(path.join(place, entry));
}

/** What a part's sources look like now: names, sizes and times, which is enough to notice a change and takes milliseconds. */
export function fingerprintOf(part) {
  const hash = createHash('sha256');
  for (const source of parts[part].sources) for (const line of files(path.join(root, source))) hash.update(line);
  return hash.digest('hex');
}

/** Whether a part was built from these very sources. */
export const isBuilt = (part) => existsSync(path.join(root, parts[part].made)) && isFresh(`build-${part}`, fingerprintOf(part));

/** Remembers what a part was built from. */
export const markBuilt = (part, fingerprint) => stamp(`build-${part}`, fingerprint);
