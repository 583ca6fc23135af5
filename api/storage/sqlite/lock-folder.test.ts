import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newPerson } from '../contract/builders.ts';
import { startChild } from './__fixtures__/start-child.ts';
import { createSqliteStorage } from './create-sqlite-storage.ts';
import { lockFolder } from './lock-folder.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'parley-lock-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a second process is refused, naming the folder, until the first is gone, even by kill -9', async () => {
  const child = startChild('holding-child.ts', folder);
  const exited = once(child, 'exit');
  try {
    await once(child.stdout, 'data');
    await expect(createSqliteStorage({ dataDir: folder })).rejects.toThrow(`The data folder ${folder} is in use by another process.`);
  } finally {
    child.kill('SIGKILL');
    await exited;
  }
  const storage = await createSqliteStorage({ dataDir: folder });
  expect(await storage.countUsers()).toBe(0);
  await storage[Symbol.asyncDispose]();
});

test('a second storage of the same process is refused too, and may follow the first', async () => {
  const first = await createSqliteStorage({ dataDir: folder });
  await expect(createSqliteStorage({ dataDir: folder })).rejects.toThrow(/in use/);
  await newPerson(first);
  await first[Symbol.asyncDispose]();
  const second = await createSqliteStorage({ dataDir: folder });
  expect(await second.countUsers()).toBe(1);
  await second[Symbol.asyncDispose]();
});

test('a start that failed gives the folder back', async () => {
  const lock = lockFolder(folder);
  await expect(createSqliteStorage({ dataDir: folder })).rejects.toThrow(/in use/);
  lock.release();
  lockFolder(folder).release();
});

test('the folder and its files are for their owner alone', async () => {
  const dataDir = path.join(folder, 'deep', 'data');
  const storage = await createSqliteStorage({ dataDir });
  await newPerson(storage);
  const mode = (name: string): number => statSync(path.join(dataDir, name)).mode & 0o777;
  expect(mode('.')).toBe(0o700);
  for (const name of ['parley.db', 'parley.db-wal', 'parley.db-shm', 'lock.db']) expect([name, mode(name)]).toEqual([name, 0o600]);
  await storage[Symbol.asyncDispose]();
  expect(existsSync(path.join(dataDir, 'parley.db-wal'))).toBe(false);
});
