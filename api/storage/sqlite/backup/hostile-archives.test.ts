import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { line, newPerson } from '../../contract/builders.ts';
import { openConnection } from '../connection.ts';
import { createSqliteStorage } from '../create-sqlite-storage.ts';
import { makeBackup } from './make-backup.ts';
import type { Manifest } from './manifest.ts';
import { restoreBackup } from './restore-backup.ts';
import { blockBytes, encodeTarHeader, paddingAfter } from './tar-header.ts';

let folder = '';
let place = '';
let archive = '';
let good: Buffer;
let database: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-hostile-'));
  const dataDir = path.join(folder, 'data');
  const storage = await createSqliteStorage({ dataDir });
  await line(storage, await newPerson(storage), 5);
  await storage[Symbol.asyncDispose]();
  database = readFileSync(path.join(dataDir, 'parley.db'));
  const to = path.join(folder, 'good.tar');
  await makeBackup({ dataDir, filesDir: null, to, version: '1.0.0', gentle: false });
  good = readFileSync(to);
});
beforeEach(() => {
  place = mkdtempSync(path.join(folder, 'place-'));
  archive = path.join(place, 'archive.tar');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Restores the bytes into a folder of its own, and sees to it that a refusal leaves nothing anywhere. */
function refusalOf(bytes: Buffer, target = path.join(place, 'target')): string {
  writeFileSync(archive, bytes);
  let said = 'nothing';
  try {
    restoreBackup({ archive, target, replace: false });
  } catch (error) {
    said = (error as Error).message;
  }
  expect([said, readdirSync(place)]).toEqual([said, ['archive.tar']]);
  return said;
}

interface Entry {
  readonly name: string;
  readonly content: Buffer;
  /** What the header claims; without it, the truth. */
  readonly size?: number;
  readonly change?: (header: Buffer) => void;
}

function sealed(header: Buffer): Buffer {
  header.write('        ', 148);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return header;
}

function tarOf(entries: readonly Entry[], end = Buffer.alloc(2 * blockBytes)): Buffer {
  const blocks = entries.flatMap(({ name, content, size, change }) => {
    const header = encodeTarHeader({ name, size: size ?? content.length }, 0);
    change?.(header);
    return [sealed(header), content, Buffer.alloc(paddingAfter(content.length))];
  });
  return Buffer.concat([...blocks, end]);
}

const member = ({ name, content }: Entry): Manifest['members'][number] => ({
  name,
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

function manifestOf(entries: readonly Entry[], more: object = {}): Entry {
  const counts = { accounts: 1, conversations: 1, messages: 10, running: 0 };
  const manifest = {
    format: 1,
    version: '1.0.0',
    schema: 1,
    takenAt: '2026-11-24T17:00:00Z',
    counts,
    members: entries.map(member),
    ...more,
  };
  return { name: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) };
}

const record = (content = database): Entry => ({ name: 'parley.db', content });
/** The archive that each of the others differs from in one thing. */
const whole = (entries: readonly Entry[], more?: object): Buffer => tarOf([...entries, manifestOf(entries, more)]);

test('what the others differ from is taken', () => {
  for (const [index, bytes] of [good, whole([record()])].entries()) {
    writeFileSync(archive, bytes);
    expect(restoreBackup({ archive, target: path.join(place, `target-${index}`), replace: false }).manifest.counts.messages).toBe(10);
  }
});

test('a name that leads elsewhere, or that no backup has, is refused by name', () => {
  const names = [
    '../evil',
    '/etc/evil',
    'files/../../evil',
    'files/',
    'files//a',
    'files/a/',
    'files/.ssh',
    'files/A',
    'evil',
    'parley.db-wal',
    'lock.db',
  ];
  for (const name of [...names, 'files/a\nb', 'files\\a', './parley.db', '']) {
    const entry = { name, content: Buffer.from('x') };
    expect(refusalOf(whole([record(), entry]))).toBe(
      `${archive} cannot be restored: it holds ${JSON.stringify(name)}, which no backup has. Nothing was changed.`,
    );
  }
  expect(readdirSync(folder)).not.toContain('evil');
});

test('links, devices and folders are refused', () => {
  for (const type of ['1', '2', '3', '5', 'x', 'L']) {
    const link = { ...record(), change: (header: Buffer) => void header.write(type, 156) };
    expect(refusalOf(whole([link]))).toMatch(/"parley.db" is not a regular file/);
  }
});

test('a size that is not there is refused before anything is written for it', () => {
  for (const size of [database.length + 1_000_000, 2 ** 40, Number.MAX_SAFE_INTEGER])
    expect(refusalOf(whole([{ ...record(), size }]))).toMatch(/it was cut off: parley.db should have \d+ bytes, \d+ are there/);
});

test('an archive that was cut off is refused wherever it was cut', () => {
  // The last block of zeros may be missing: it says nothing.
  for (let length = 0; length < good.length - 2 * blockBytes; length += 1_777)
    expect(refusalOf(good.subarray(0, length))).toMatch(/cut off/);
});

test('a changed bit is noticed wherever it is', () => {
  const content = [...Array(40).keys()].map((index) => index * 997 * 3);
  for (const at of [0, 100, 130, 150, 300, 512, 5_000, ...content].filter((place) => place < good.length - 3 * blockBytes)) {
    const bytes = Buffer.from(good);
    bytes[at] = bytes[at]! ^ 0x10;
    expect(refusalOf(bytes), String(at)).toMatch(/damaged|cut off|manifest|no backup has/);
  }
});

test('members twice, missing, unnamed or after the manifest are refused', () => {
  const secret = { name: 'jwt.secret', content: Buffer.from('s') };
  expect(refusalOf(whole([record(), record()]))).toMatch(/it holds parley.db twice/);
  expect(refusalOf(tarOf([record(), manifestOf([record(), secret])]))).toMatch(/jwt.secret is missing/);
  expect(refusalOf(tarOf([record(), secret, manifestOf([record()])]))).toMatch(/files that its manifest does not name/);
  expect(refusalOf(tarOf([record(), manifestOf([record()]), secret]))).toMatch(/something follows its manifest/);
  expect(refusalOf(whole([secret]))).toMatch(/it holds no parley.db/);
  expect(refusalOf(tarOf([record()]))).toMatch(/it has no manifest/);
  expect(refusalOf(tarOf([record(), manifestOf([record(Buffer.from('other'))])]))).toMatch(/parley.db is damaged: its checksum is another/);
});

test('a manifest that is none, or newer, is refused', () => {
  const withText = (text: string): Buffer => tarOf([record(), { name: 'manifest.json', content: Buffer.from(text) }]);
  expect(refusalOf(withText('{'))).toMatch(/its manifest is not JSON/);
  for (const text of ['[]', 'null', '{}', '{"format":1}', '{"format":"1"}'])
    expect(refusalOf(withText(text))).toMatch(/its manifest is not one of a backup/);
  expect(refusalOf(whole([record()], { format: 2 }))).toMatch(/made by a newer version of Parley \(archive format 2\)/);
});

test('what is no archive at all is refused', () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), database, Buffer.alloc(100_000), Buffer.alloc(4_096, 'x')]) {
    expect(refusalOf(bytes)).toMatch(/cannot be restored: .*(cut off|damaged|no manifest).*Nothing was changed\.$/);
  }
  expect(() => restoreBackup({ archive: path.join(place, 'none'), target: place, replace: false })).toThrow(/There is no file .*none\./);
});

test('a database that does not open, is of nobody, or is newer than the program is refused', () => {
  expect(refusalOf(whole([record(Buffer.from('no database '.repeat(500)))]))).toMatch(/parley.db is damaged: file is not a database/);
  const broken = Buffer.from(database);
  broken.fill(0x55, 3 * 4_096, 9 * 4_096);
  expect(refusalOf(whole([record(broken)]))).toMatch(/parley.db is damaged/);
  const file = path.join(folder, 'newer.db');
  writeFileSync(file, database);
  const db = openConnection(file);
  db.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 99;');
  db.close();
  const said = refusalOf(whole([record(readFileSync(file))]));
  expect(said).toMatch(/it was made by version 1\.0\.0, whose schema 99 is newer than this program's \(\d+\)\. Nothing was changed\./);
});
