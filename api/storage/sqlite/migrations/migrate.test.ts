import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newPerson } from '../../contract/builders.ts';
import { openConnection } from '../connection.ts';
import { createSqliteStorage } from '../create-sqlite-storage.ts';
import { openForWriting } from '../open-database.ts';
import { migrate, schemaVersion } from './migrate.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-migrate-'));
  file = path.join(folder, 'parley.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const first: Migration = { version: 1, name: 'first', sql: 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;' };
const second: Migration = { version: 2, name: 'second', sql: 'ALTER TABLE notes ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;' };
const failing: Migration = {
  version: 2,
  name: 'failing',
  sql: 'ALTER TABLE notes ADD COLUMN seen INTEGER; INSERT INTO nowhere VALUES (1);',
};

function withDatabase<Result>(use: (db: ReturnType<typeof openForWriting>) => Result): Result {
  const db = openForWriting(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

test('the steps are numbered without a gap', () => {
  expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, index) => index + 1));
});

test('a new file gets every step, without a snapshot of nothing', () => {
  withDatabase((db) => {
    migrate(db, file, [first, second]);
    expect(schemaVersion(db)).toBe(2);
    expect(db.get('SELECT seen FROM notes')).toBeUndefined();
  });
  expect(readdirSync(folder)).toEqual(['parley.db']);
});

test('an older file is copied before each step, readable by its owner alone', () => {
  withDatabase((db) => {
    migrate(db, file, [first]);
    db.run(`INSERT INTO notes (text) VALUES ('kept')`);
    migrate(db, file, [first, second]);
    expect(db.get('SELECT text, seen FROM notes')).toEqual({ text: 'kept', seen: 0 });
  });
  const snapshot = `${file}.before-0002`;
  expect(statSync(snapshot).mode & 0o777).toBe(0o600);
  const copy = openConnection(snapshot, { readonly: true });
  expect(copy.all('SELECT * FROM notes')).toEqual([{ id: 1, text: 'kept' }]);
  expect(schemaVersion(copy)).toBe(1);
  copy.close();
});

test('an up-to-date file is left alone', () => {
  withDatabase((db) => migrate(db, file, [first, second]));
  withDatabase((db) => migrate(db, file, [first, second]));
  expect(existsSync(`${file}.before-0002`)).toBe(false);
});

test('a step that fails leaves the data as it was, says so, and can be tried again', () => {
  withDatabase((db) => {
    migrate(db, file, [first]);
    db.run(`INSERT INTO notes (text) VALUES ('kept')`);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => migrate(db, file, [first, failing])).toThrow(/Migration 2 \(failing\) failed: .*nowhere.*parley\.db\.before-0002/);
      expect(schemaVersion(db)).toBe(1);
      expect(db.all('SELECT * FROM notes')).toEqual([{ id: 1, text: 'kept' }]);
    }
    migrate(db, file, [first, second]);
    expect(schemaVersion(db)).toBe(2);
  });
});

test('a step that leaves rows without what they refer to fails', () => {
  const orphaning: Migration = {
    version: 2,
    name: 'orphaning',
    sql: 'CREATE TABLE tags (note INTEGER REFERENCES notes (id)); INSERT INTO tags VALUES (99);',
  };
  withDatabase((db) => {
    migrate(db, file, [first]);
    expect(() => migrate(db, file, [first, orphaning])).toThrow(/1 rows refer to rows that are not there/);
    expect(schemaVersion(db)).toBe(1);
  });
});

test('a storage of a newer version refuses to start and touches nothing', async () => {
  const storage = await createSqliteStorage({ dataDir: folder });
  await newPerson(storage);
  await storage[Symbol.asyncDispose]();
  withDatabase((db) => db.exec('PRAGMA user_version = 999'));
  const before = readFileSync(file);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(createSqliteStorage({ dataDir: folder })).rejects.toThrow(/newer version \(schema 999/);
  }
  expect(readFileSync(file).equals(before)).toBe(true);
  withDatabase((db) => db.exec(`PRAGMA user_version = ${migrations.length}`));
  const again = await createSqliteStorage({ dataDir: folder });
  expect(await again.countUsers()).toBe(1);
  await again[Symbol.asyncDispose]();
});

test('a file that is no database refuses to start and is left as it is', async () => {
  const text = 'This is not a database, and it is long enough to have a header that is none. '.repeat(20);
  writeFileSync(file, text);
  await expect(createSqliteStorage({ dataDir: folder })).rejects.toThrow(/not a database/);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
