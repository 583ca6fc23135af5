import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mayMount, mountReadOnly, mountSmallDisk } from '@parley/test-kit';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { migrations } from '../../storage/sqlite/migrations/migrations.ts';
import { signIn } from '../crash/api-client.ts';
import { ask, ended, tryToAsk } from './ask.ts';
import { runServer, startServer } from './run-parley.ts';

let folder = '';
/** A data folder of a server that was stopped. */
let good = '';
let dataDir = '';
let number = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-bad-'));
  good = path.join(folder, 'good');
  const server = await startServer(good);
  const client = await signIn(server.url);
  for (let index = 0; index < 30; index += 1) await ended(client, await ask(client, `/demo tokens=${50 + index} rate=0`));
  await server.end('SIGTERM');
});
beforeEach(() => {
  dataDir = path.join(folder, `data-${(number += 1)}`);
  cpSync(good, dataDir, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, inFolder = dataDir): string => path.join(inFolder, name);
const hashOf = (name: string): string => createHash('sha256').update(readFileSync(name)).digest('hex');

/** What is kept: the record and the secrets. The log of answers is opened at the same time, and SQLite may rewrite its pages. */
const keptIn = (inFolder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(inFolder)
      .filter((name) => /^parley\.db$|\.secret$/.test(name) && statSync(file(name, inFolder)).isFile())
      .map((name) => [name, hashOf(file(name, inFolder))]),
  );

/** A start on the folder says the sentence, ends with 1, and leaves everything as it was. */
async function refuses(sentence: string, inFolder = dataDir, kept = inFolder): Promise<void> {
  const before = keptIn(kept);
  const { code, out, err } = await runServer(inFolder, { LOG_LEVEL: 'error' });
  expect([code, out, err]).toEqual([1, '', `Parley cannot start: ${sentence}`]);
  expect(keptIn(kept)).toEqual(before);
}

const unusable = (reason: string, inFolder = dataDir): string => `The data folder ${inFolder} cannot be used: ${reason}. See DATA_DIR.`;
const damaged = (reason: string): string =>
  `The database in ${dataDir} is damaged: ${reason}. It was left as it is; "parley restore" brings a backup back.`;

test('a DATA_DIR that is a file, or lies under one', { timeout: 60_000 }, async () => {
  const plain = path.join(folder, 'plain');
  writeFileSync(plain, 'Somebody’s letters.');
  for (const each of [plain, path.join(plain, 'data')]) {
    const { code, err } = await runServer(each);
    expect([code, err]).toEqual([1, `Parley cannot start: ${unusable('it is not a folder', each)}`]);
  }
  expect(readFileSync(plain, 'utf8')).toBe('Somebody’s letters.');
});

test('folders in the place of files', { timeout: 120_000 }, async () => {
  const sentences = {
    'parley.db': `${file('parley.db')} is a folder, and should be a file.`,
    'turns.db': `${file('turns.db')} is a folder, and should be a file.`,
    'lock.db': `${file('lock.db')} is not the file that locks the data folder. It holds no data: move it away.`,
    'jwt.secret': `${file('jwt.secret')} is a folder, and should be a file that holds a secret.`,
  };
  for (const [name, sentence] of Object.entries(sentences)) {
    rmSync(dataDir, { recursive: true });
    cpSync(good, dataDir, { recursive: true });
    rmSync(file(name));
    mkdirSync(file(name));
    await refuses(sentence);
  }
});

test('a file that is no database', { timeout: 60_000 }, async () => {
  writeFileSync(file('parley.db'), 'This is not a database. '.repeat(1_000));
  await refuses(damaged('file is not a database'));
});

test('a database with damaged pages, and one that was cut off', { timeout: 60_000 }, async () => {
  const bytes = readFileSync(file('parley.db'));
  writeFileSync(file('parley.db'), Buffer.from(bytes).fill(0x55, 4_096, bytes.length / 2));
  await refuses(damaged('database disk image is malformed'));
  writeFileSync(file('parley.db'), bytes);
  truncateSync(file('parley.db'), 30_000);
  await refuses(damaged('database disk image is malformed'));
});

test('a schema that is newer than the program', { timeout: 60_000 }, async () => {
  const db = new Database(file('parley.db'));
  db.pragma('user_version = 999');
  db.close();
  await refuses(
    `parley.db was written by a newer version (schema 999; this version knows ${migrations.at(-1)!.version}). It was not touched.`,
  );
});

test('two processes on one folder', { timeout: 60_000 }, async () => {
  const first = await startServer(dataDir);
  const { code, err } = await runServer(dataDir);
  expect([code, err]).toEqual([
    1,
    `Parley cannot start: The data folder ${dataDir} is in use by another process. Stop it, or choose another folder.`,
  ]);
  // The first was not disturbed.
  const client = await signIn(first.url);
  expect((await ended(client, await ask(client, '/demo tokens=5 rate=0'))).at(-1)).toMatchObject({ status: 'done' });
  await first.end('SIGTERM');
});

test.skipIf(!mayMount())('a folder on which nothing can be written', { timeout: 60_000 }, async () => {
  using mount = mountReadOnly(dataDir);
  await refuses(unusable('it is read-only', mount.folder), mount.folder);
});

test.skipIf(!mayMount())('a full disk, with nothing on it yet and with everything', { timeout: 120_000 }, async () => {
  for (const kibibytes of [4, 16, 100]) {
    using disk = mountSmallDisk(kibibytes);
    const { code, out, err } = await runServer(disk.folder, { LOG_LEVEL: 'error' });
    expect([code, out, err]).toEqual([1, '', `Parley cannot start: ${unusable('its disk is full', disk.folder)}`]);
  }
  using disk = mountSmallDisk(2_048);
  cpSync(dataDir, disk.folder, { recursive: true });
  fill(disk.folder);
  await refuses(unusable('its disk is full', disk.folder), disk.folder);
  rmSync(file('filler', disk.folder));
  const server = await startServer(disk.folder);
  const client = await signIn(server.url);
  expect(client.token).not.toBe('');
  await server.end('SIGTERM');
});

function fill(inFolder: string): void {
  try {
    for (;;) writeFileSync(file('filler', inFolder), Buffer.alloc(4_096), { flag: 'a' });
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  }
}

test.skipIf(!mayMount())('a disk that fills up under a server: it says so, lives, and works again', { timeout: 120_000 }, async () => {
  using disk = mountSmallDisk(8_192);
  cpSync(dataDir, disk.folder, { recursive: true });
  const server = await startServer(disk.folder, { LOG_LEVEL: 'error' });
  const client = await signIn(server.url);
  const early = await ask(client, '/demo tokens=20 rate=0');
  const before = await ended(client, early);
  const running = await ask(client, '/demo tokens=200 rate=50');
  fill(disk.folder);

  const long = `/demo tokens=5 rate=0 text="${'a long letter '.repeat(20_000)}"`;
  const { status, body } = await tryToAsk(client, long);
  expect([status, body]).toMatchObject([503, { error: { code: 'server.storage-unavailable' } }]);
  // What is there can be read, and what runs is waited for.
  expect((await client.branch(early.conversationId)).body.messages).toEqual(before);
  expect((await client.getTurn(running.turnId)).body).toMatchObject({ status: 'running' });

  rmSync(file('filler', disk.folder));
  expect((await ended(client, await ask(client, long))).at(-1)).toMatchObject({ status: 'done' });
  const after = await ended(client, running);
  expect(after.at(-1)).toMatchObject({ id: running.answerId, status: 'done' });
  await server.end('SIGTERM');

  const again = await startServer(disk.folder);
  const same = await signIn(again.url);
  expect([await ended(same, early), await ended(same, running)]).toEqual([before, after]);
  await again.end('SIGTERM');
});
