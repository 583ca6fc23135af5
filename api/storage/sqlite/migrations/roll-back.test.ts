import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openConnection } from '../connection.ts';
import { lockFolder } from '../lock-folder.ts';
import { openForWriting } from '../open-database.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migration.ts';
import { rollBack } from './roll-back.ts';
import { trySteps } from './try-steps.ts';

let dataDir = '';
let file = '';
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'parley-rollback-'));
  file = path.join(dataDir, 'parley.db');
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const noon = Date.UTC(2026, 0, 2, 12);

/** As many steps as asked for: the first makes a table, each later one a column. */
const steps = (count: number): Migration[] =>
  Array.from({ length: count }, (_, index) => ({
    version: index + 1,
    name: `step-${index + 1}`,
    sql: index === 0 ? 'CREATE TABLE notes (text TEXT NOT NULL) STRICT;' : `ALTER TABLE notes ADD COLUMN more${index + 1} TEXT;`,
  }));

const failing: Migration = { version: 3, name: 'failing', sql: 'INSERT INTO nowhere VALUES (1);' };

/** Brings the file to a schema and writes a note, as one version of the program would. */
function runVersion(migrations: readonly Migration[], note: string): void {
  const db = openForWriting(file);
  try {
    migrate(db, file, migrations);
    db.run('INSERT INTO notes (text) VALUES (@note)', { note });
  } finally {
    db.close();
  }
}

function notesIn(name: string): { schema: number; notes: string[] } {
  const db = openConnection(path.join(dataDir, name));
  try {
    return { schema: schemaVersion(db), notes: db.all<{ text: string }>('SELECT text FROM notes').map(({ text }) => text) };
  } finally {
    db.close();
  }
}

const names = (): string[] =>
  readdirSync(dataDir)
    .filter((name) => name.startsWith('parley.db'))
    .toSorted();
const hashOf = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(path.join(dataDir, name)))
    .digest('hex');

test('the last two upgrades keep where they began, whatever number of steps they had', () => {
  runVersion(steps(1), 'one');
  runVersion(steps(2), 'two');
  expect(names()).toEqual(['parley.db', 'parley.db.before-0002']);
  runVersion(steps(5), 'five');
  expect(names()).toEqual(['parley.db', 'parley.db.before-0002', 'parley.db.before-0003']);
  runVersion(steps(6), 'six');
  expect(names()).toEqual(['parley.db', 'parley.db.before-0003', 'parley.db.before-0006']);
  expect(notesIn('parley.db.before-0003')).toEqual({ schema: 2, notes: ['one', 'two'] });
});

test('an upgrade that fails removes no snapshot', () => {
  runVersion(steps(1), 'one');
  runVersion(steps(2), 'two');
  expect(() => runVersion([...steps(2), failing], 'never')).toThrow(/failing/);
  expect(names()).toEqual(['parley.db', 'parley.db.before-0002', 'parley.db.before-0003']);
});

test('a rollback brings the last upgrade back, keeps what it replaces, and goes one further each time', () => {
  runVersion(steps(1), 'one');
  runVersion(steps(2), 'two');
  runVersion(steps(4), 'four');
  expect(rollBack(dataDir, noon)).toEqual({ from: 4, to: 2, aside: 'parley.db.rolled-back-2026-01-02T12-00-00Z' });
  expect(notesIn('parley.db')).toEqual({ schema: 2, notes: ['one', 'two'] });
  expect(notesIn('parley.db.rolled-back-2026-01-02T12-00-00Z')).toEqual({ schema: 4, notes: ['one', 'two', 'four'] });
  expect(rollBack(dataDir, noon)).toEqual({ from: 2, to: 1, aside: 'parley.db.rolled-back-2026-01-02T12-00-00Z-2' });
  expect(notesIn('parley.db')).toEqual({ schema: 1, notes: ['one'] });
  expect(() => rollBack(dataDir, noon)).toThrow(/no snapshot in .*no upgrade/);
  runVersion(steps(4), 'again');
  expect(notesIn('parley.db')).toEqual({ schema: 4, notes: ['one', 'again'] });
});

test('what a killed server left in the write-ahead log goes aside too, and not into the one that comes back', () => {
  runVersion(steps(1), 'one');
  const killed = openForWriting(file);
  migrate(killed, file, steps(2));
  killed.run('INSERT INTO notes (text) VALUES (@note)', { note: 'in the log' });
  const left = ['parley.db', 'parley.db-wal', 'parley.db-shm', 'parley.db.before-0002'].map((name) => [
    name,
    readFileSync(path.join(dataDir, name)),
  ]) as [string, Buffer][];
  killed.close();
  for (const [name, bytes] of left) writeFileSync(path.join(dataDir, name), bytes);
  rollBack(dataDir, noon);
  expect(names()).toEqual(['parley.db', 'parley.db.rolled-back-2026-01-02T12-00-00Z']);
  expect(notesIn('parley.db')).toEqual({ schema: 1, notes: ['one'] });
  expect(notesIn('parley.db.rolled-back-2026-01-02T12-00-00Z')).toEqual({ schema: 2, notes: ['one', 'in the log'] });
});

test('a rollback is refused without a database, while a server runs, and when the snapshot is no way back or damaged', () => {
  expect(() => rollBack(dataDir, noon)).toThrow(/There is no parley\.db/);
  runVersion(steps(2), 'two');
  expect(() => runVersion([...steps(2), failing], 'never')).toThrow(/failing/);
  expect(() => rollBack(dataDir, noon)).toThrow(/No snapshot is older than the database \(schema 2\)/);
  rmSync(path.join(dataDir, 'parley.db.before-0003'));
  runVersion(steps(3), 'three');
  const lock = lockFolder(dataDir);
  expect(() => rollBack(dataDir, noon)).toThrow(/in use by another process/);
  lock.release();
  writeFileSync(path.join(dataDir, 'parley.db.before-0003'), 'This is no database. '.repeat(100));
  const before = hashOf('parley.db');
  expect(() => rollBack(dataDir, noon)).toThrow(/parley\.db\.before-0003 is damaged/);
  expect(hashOf('parley.db')).toBe(before);
  expect(names()).toEqual(['parley.db', 'parley.db.before-0003']);
});

test('a dry run takes the steps on a copy and leaves everything as it is, with a server and without', async () => {
  runVersion(steps(1), 'one');
  lockFolder(dataDir).release();
  const before = [readdirSync(dataDir), hashOf('parley.db')];
  const tried = await trySteps(dataDir, steps(3));
  expect(tried).toMatchObject({
    schema: 1,
    steps: [
      { version: 2, name: 'step-2' },
      { version: 3, name: 'step-3' },
    ],
  });
  expect([readdirSync(dataDir), hashOf('parley.db')]).toEqual(before);
  const [lock, server] = [lockFolder(dataDir), openForWriting(file)];
  expect((await trySteps(dataDir, steps(2))).steps).toHaveLength(1);
  server.close();
  lock.release();
  expect(await trySteps(dataDir, steps(1))).toEqual({ schema: 1, steps: [] });
});

test('a dry run says which step would fail, and refuses what a newer version wrote', async () => {
  await expect(trySteps(dataDir, steps(1))).rejects.toThrow(/There is no parley\.db .* yet/);
  runVersion(steps(2), 'two');
  await expect(trySteps(dataDir, [...steps(2), failing])).rejects.toThrow(
    /Migration 3 \(failing\) would fail: .*nowhere\. Nothing was changed/,
  );
  await expect(trySteps(dataDir, steps(1))).rejects.toThrow(/newer version \(schema 2; this version knows 1\)/);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('.'))).toEqual([]);
});
