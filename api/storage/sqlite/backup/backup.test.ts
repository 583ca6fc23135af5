import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mayMount, mountSmallDisk } from '@parley/test-kit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { existing, exchange, line, newPerson, sendInput, settleInput, textParts } from '../../contract/builders.ts';
import { openConnection } from '../connection.ts';
import { createSqliteStorage } from '../create-sqlite-storage.ts';
import { lockFolder } from '../lock-folder.ts';
import { migrations } from '../migrations/migrations.ts';
import { makeBackup, type Backup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

let folder = '';
let dataDir = '';
let to = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-backup-test-'));
  dataDir = path.join(folder, 'data');
  to = path.join(folder, 'out.tar');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = (): number => Date.UTC(2026, 10, 24, 17);
const backUp = (more: Partial<Parameters<typeof makeBackup>[0]> = {}): Promise<Backup> =>
  makeBackup({ dataDir, filesDir: path.join(dataDir, 'files'), to, version: '9.8.7', gentle: false, now, ...more });

/** A data folder with something of each kind in it, closed. */
async function fillFolder(): Promise<void> {
  const storage = await createSqliteStorage({ dataDir });
  await line(storage, await newPerson(storage), 50);
  await storage[Symbol.asyncDispose]();
  writeFileSync(path.join(dataDir, 'jwt.secret'), 'one secret\n', { mode: 0o600 });
  writeFileSync(path.join(dataDir, 'credentials.secret'), 'another\n', { mode: 0o600 });
  mkdirSync(path.join(dataDir, 'files/ab'), { recursive: true });
  mkdirSync(path.join(dataDir, 'files/.incoming'));
  writeFileSync(path.join(dataDir, 'files/.parley-installation'), 'this one\n');
  writeFileSync(path.join(dataDir, 'files/.incoming/x.part'), 'unfinished');
  writeFileSync(path.join(dataDir, 'files/ab/cdef'), 'x'.repeat(1_300_000));
}

/** All rows of a database, as text. */
function rowsOf(file: string): string {
  const db = openConnection(file, { readonly: true });
  const tables = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`);
  const text = JSON.stringify(tables.map(({ name }) => [name, db.all(`SELECT * FROM "${name}"`)]));
  db.close();
  return text;
}

test('a backup is one file for its owner alone, says what is in it, and comes back as it was', async () => {
  await fillFolder();
  const { bytes, manifest } = await backUp();
  expect(manifest).toMatchObject({
    format: 1,
    version: '9.8.7',
    schema: migrations.at(-1)!.version,
    takenAt: '2026-11-24T17:00:00.000Z',
    counts: { accounts: 1, conversations: 1, messages: 100, running: 0 },
  });
  expect(manifest.members.map(({ name }) => name).toSorted()).toEqual(
    ['credentials.secret', 'files/.parley-installation', 'files/ab/cdef', 'jwt.secret', 'parley.db'].toSorted(),
  );
  expect([statSync(to).size, statSync(to).mode & 0o777]).toEqual([bytes, 0o600]);
  expect(readdirSync(folder).toSorted()).toEqual(['data', 'out.tar']);

  const target = path.join(folder, 'deep/again');
  expect(restoreBackup({ archive: to, target, replace: false })).toEqual({ manifest, aside: null });
  expect(rowsOf(path.join(target, 'parley.db'))).toBe(rowsOf(path.join(dataDir, 'parley.db')));
  for (const name of ['jwt.secret', 'credentials.secret', 'files/.parley-installation', 'files/ab/cdef'])
    expect(readFileSync(path.join(target, name)).equals(readFileSync(path.join(dataDir, name)))).toBe(true);
  expect([statSync(target).mode & 0o777, statSync(path.join(target, 'parley.db')).mode & 0o777]).toEqual([0o700, 0o600]);
  const storage = await createSqliteStorage({ dataDir: target });
  expect(await storage.countUsers()).toBe(1);
  await storage[Symbol.asyncDispose]();
});

test('the file is a plain tar archive', async () => {
  await fillFolder();
  await backUp();
  const { stdout, status, error } = spawnSync('tar', ['-tf', to], { encoding: 'utf8' });
  if (error !== undefined) return;
  expect([status, stdout.split('\n').length]).toEqual([0, 7]);
  expect(stdout.startsWith('parley.db\n')).toBe(true);
});

test('ends while people write without a pause, as of one moment', { timeout: 120_000 }, async () => {
  const storage = await createSqliteStorage({ dataDir });
  const ada = await newPerson(storage);
  await line(storage, ada, 2_000);
  let writing = true;
  let written = 0;
  const writer = (async () => {
    for (let parentId: string | null = null, conversationId: string | undefined; writing; written += 1) {
      const begun = await exchange(storage, ada, parentId, `Word ${written}`, conversationId === undefined ? {} : { conversationId });
      ({ conversationId, answerId: parentId } = { conversationId: begun.turn.conversationId, answerId: begun.turn.answerId });
    }
  })();
  const { manifest } = await backUp({ gentle: true });
  const atEnd = written;
  writing = false;
  await writer;
  await storage[Symbol.asyncDispose]();
  expect(atEnd).toBeGreaterThan(5);

  const target = path.join(folder, 'again');
  restoreBackup({ archive: to, target, replace: false });
  const db = openConnection(path.join(target, 'parley.db'), { readonly: true });
  expect(db.get('SELECT count(*) AS messages FROM messages')).toEqual({ messages: manifest.counts.messages });
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  // Each exchange begins in one transaction and ends in another: none is half there.
  expect(db.get(`SELECT count(*) AS n FROM messages WHERE role = 'user'`)).toEqual({ n: manifest.counts.messages / 2 });
  expect(db.get(`SELECT count(*) AS n FROM turns WHERE status = 'done'`)).toEqual({
    n: manifest.counts.messages / 2 - manifest.counts.running,
  });
  db.close();
});

test('leaves a folder that nobody serves as it was, with what a killed server left in its log', async () => {
  const storage = await createSqliteStorage({ dataDir });
  const ada = await newPerson(storage);
  const { turn } = await storage.beginTurn(ada, sendInput(null, 'Hello'));
  await storage.settleTurn(ada, settleInput(turn.id, { parts: textParts('Kept in the log.') }));
  // As if it had been killed: the write-ahead log is copied with the file.
  const killed = path.join(folder, 'killed');
  mkdirSync(killed);
  for (const name of ['parley.db', 'parley.db-wal']) writeFileSync(path.join(killed, name), readFileSync(path.join(dataDir, name)));
  await storage[Symbol.asyncDispose]();

  const { manifest } = await backUp({ dataDir: killed });
  expect(manifest.counts.messages).toBe(2);
  const target = path.join(folder, 'again');
  restoreBackup({ archive: to, target, replace: false });
  const again = await createSqliteStorage({ dataDir: target });
  expect((await existing(again, ada, turn.conversationId, turn.answerId)).parts).toEqual(textParts('Kept in the log.'));
  await again[Symbol.asyncDispose]();
});

test('overwrites nothing, and leaves nothing when it fails', async () => {
  await fillFolder();
  writeFileSync(to, 'mine');
  await expect(backUp()).rejects.toThrow(`${to} exists already, and a backup overwrites nothing.`);
  expect(readFileSync(to, 'utf8')).toBe('mine');
  await expect(backUp({ to: path.join(folder, 'nowhere/out.tar') })).rejects.toThrow(/nowhere cannot be written: it is not there/);
  await expect(backUp({ dataDir: path.join(folder, 'other'), to: `${to}2` })).rejects.toThrow(
    /no parley\.db in .*other: nothing to back up/,
  );
  const giveUp = new AbortController();
  const given = backUp({ to: `${to}3`, signal: giveUp.signal });
  giveUp.abort(new Error('stopping'));
  await expect(given).rejects.toThrow(/stopping/);
  expect(readdirSync(folder).toSorted()).toEqual(['data', 'out.tar']);
});

test('a damaged database is not backed up as if it were whole', async () => {
  await fillFolder();
  const file = path.join(dataDir, 'parley.db');
  const bytes = readFileSync(file);
  bytes.fill(0x55, 4_096 * 3, 4_096 * 8);
  writeFileSync(file, bytes);
  await expect(backUp()).rejects.toThrow(/parley\.db is damaged: /);
  writeFileSync(file, 'no database at all '.repeat(100));
  await expect(backUp()).rejects.toThrow(/parley\.db in .* cannot be read: file is not a database/);
  expect(readdirSync(folder)).toEqual(['data']);
});

test.skipIf(!mayMount())('a full disk ends it with a sentence, leaves nothing there and harms nothing', async () => {
  await fillFolder();
  const before = rowsOf(path.join(dataDir, 'parley.db'));
  for (const kibibytes of [64, 256, 1_000, 1_600]) {
    using disk = mountSmallDisk(kibibytes);
    await expect(backUp({ to: path.join(disk.folder, 'out.tar') })).rejects.toThrow(
      `The folder ${disk.folder} cannot be written: its disk is full.`,
    );
    expect(readdirSync(disk.folder)).toEqual([]);
  }
  expect(rowsOf(path.join(dataDir, 'parley.db'))).toBe(before);
});

test('replaces a data folder only when told to, and keeps the old one under another name', async () => {
  await fillFolder();
  await backUp();
  const storage = await createSqliteStorage({ dataDir });
  await newPerson(storage, 'Later');
  await storage[Symbol.asyncDispose]();
  expect(() => restoreBackup({ archive: to, target: dataDir, replace: false })).toThrow(/holds data already \(.*\)\. With --replace/);
  const { aside } = restoreBackup({ archive: to, target: dataDir, replace: true, now });
  expect(aside).toBe(`${dataDir}.before-restore-2026-11-24T17-00-00Z`);
  const count = (file: string): unknown => {
    const db = openConnection(file, { readonly: true });
    const found = db.get('SELECT count(*) AS n FROM users');
    db.close();
    return found;
  };
  expect([count(path.join(dataDir, 'parley.db')), count(path.join(aside!, 'parley.db'))]).toEqual([{ n: 1 }, { n: 2 }]);
  expect(restoreBackup({ archive: to, target: dataDir, replace: true, now }).aside).toBe(`${aside}-2`);
});

test('does nothing while a server has the folder', async () => {
  await fillFolder();
  await backUp();
  const lock = lockFolder(dataDir);
  for (const replace of [true, false])
    expect(() => restoreBackup({ archive: to, target: dataDir, replace })).toThrow(
      `The data folder ${dataDir} is in use by another process.`,
    );
  lock.release();
  expect(readdirSync(folder).toSorted()).toEqual(['data', 'out.tar']);
});

test('a folder with other things in it keeps them, and is filled', async () => {
  await fillFolder();
  const target = path.join(folder, 'volume');
  mkdirSync(target);
  const archive = path.join(target, 'out.tar');
  await backUp({ to: archive });
  expect(restoreBackup({ archive, target, replace: false }).aside).toBeNull();
  expect(readdirSync(target).toSorted()).toEqual(['credentials.secret', 'files', 'jwt.secret', 'out.tar', 'parley.db']);
});

test.skipIf(!mayMount())('a mounted folder keeps its place: what was in it moves into a folder inside', async () => {
  await fillFolder();
  await backUp();
  using disk = mountSmallDisk(16_384);
  const target = disk.folder;
  restoreBackup({ archive: to, target, replace: false });
  const names = readdirSync(target).toSorted();
  const { aside } = restoreBackup({ archive: to, target, replace: true, now });
  expect(aside).toBe(path.join(target, 'before-restore-2026-11-24T17-00-00Z'));
  expect(readdirSync(aside!).toSorted()).toEqual(names);
  expect(readdirSync(target).toSorted()).toEqual([path.basename(aside!), ...names.slice(0, 3), 'lock.db', ...names.slice(3)]);
  expect(existsSync(path.join(target, 'parley.db'))).toBe(true);
});

test.skipIf(!mayMount())('a full disk at a restore changes nothing', async () => {
  await fillFolder();
  await backUp();
  using disk = mountSmallDisk(1_000);
  expect(() => restoreBackup({ archive: to, target: path.join(disk.folder, 'data'), replace: false })).toThrow(/its disk is full/);
  expect(readdirSync(disk.folder)).toEqual([]);
});
