import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program } from '../program.ts';

/** What is installed where the bundle runs alone, as in an image. */
const compiled = ['better-sqlite3', '@node-rs/argon2'];
const nodeModules = path.resolve(import.meta.dirname, '../../../node_modules');

let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'parley-bundle-'));
  await cp(path.dirname(program('server')), path.join(home, 'api/dist'), { recursive: true });
  await writeFile(path.join(home, 'api/package.json'), '{"type":"module"}');
  await mkdir(path.join(home, 'node_modules/@node-rs'), { recursive: true });
  for (const name of compiled) await symlink(path.join(nodeModules, name), path.join(home, 'node_modules', name));
});
afterAll(() => rm(home, { recursive: true, force: true }));

test('every file of it loads where nothing is installed but what comes compiled', async () => {
  const started = ['main.js', 'journal-worker.js', 'writer-worker.js', 'backup-worker.js'];
  const files = (await readdir(path.join(home, 'api/dist'))).filter((name) => name.endsWith('.js') && !started.includes(name));
  expect(files.length).toBeGreaterThan(20);
  const script = `for (const name of ${JSON.stringify(files)}) await import('./' + name); process.exit();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: path.join(home, 'api/dist'),
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {},
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, said]).toEqual([0, '']);
});

/** The text of a file and of all that is loaded with it, without what it asks for later. */
async function loadedWith(name: string, seen = new Set<string>()): Promise<string> {
  if (seen.has(name)) return '';
  seen.add(name);
  const text = await readFile(path.join(home, 'api/dist', name), 'utf8');
  const others = [...text.matchAll(/^(?:import|export)(?:[^;]*? from)? "\.\/([\w-]+\.js)";$/gm)].map(([, other]) => other!);
  return text + (await Promise.all(others.map((other) => loadedWith(other, seen)))).join('');
}

test('what a household never uses is not loaded at its start', async () => {
  const text = await loadedWith('serve.js');
  const holds = (library: string): boolean => text.includes(`// node_modules/${library}/`);
  // The bundler says above each piece where it is from; otherwise nothing would be found here, whatever is loaded.
  expect(['express', 'zod', 'pino'].filter((library) => !holds(library))).toEqual([]);
  const later = ['mongodb', '@redis/client', '@aws-sdk/client-s3', '@opentelemetry/sdk-trace', 'gpt-tokenizer', 'prom-client', 'file-type'];
  expect(later.filter(holds)).toEqual([]);
});
