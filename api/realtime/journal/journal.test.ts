import { limits } from '@parley/contracts';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Logger } from '../../logger.ts';
import { collector, describeTurnLog, scriptedEvent, turnEnd } from '../contract/turn-log-contract.ts';
import type { TurnLog } from '../ports.ts';
import { createJournal } from './create-journal.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'parley-journal-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describeTurnLog('journal', { create: (options) => createJournal({ dataDir: folder, ...options }) });

const file = (): string => path.join(folder, 'turns.db');
const events = (count: number) => Array.from({ length: count }, (_, index) => scriptedEvent(index));

/** Reads the file with its own connection: the journal is never its own witness. */
function witness<Row>(sql: string): Row[] {
  const db = new Database(file());
  try {
    return db.prepare<[], Row>(sql).all();
  } finally {
    db.close();
  }
}
const countRecords = (): number => witness<{ n: number }>('SELECT count(*) AS n FROM records')[0]!.n;

/** A logger that keeps its lines. */
function recordingLogger(): { lines: string[]; logger: Logger } {
  const lines: string[] = [];
  const at = (level: string) => (_: unknown, message: string) => void lines.push(`${level}: ${message}`);
  return { lines, logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

async function writeTurn(journal: TurnLog, turnId: string, count: number): Promise<void> {
  const writer = await journal.acquire(turnId, 1);
  for (const event of events(count)) writer.append(event);
  await writer.flush();
}

test('keeps unfinished turns over a restart, many at once, and forgets them on delete', async () => {
  const first = await createJournal({ dataDir: folder });
  for (let index = 0; index < 40; index += 1) await writeTurn(first, `t${index}`, 30 + index);
  await first[Symbol.asyncDispose]();

  const second = await createJournal({ dataDir: folder });
  for (let index = 0; index < 40; index += 1) expect(await second.recover(`t${index}`)).toEqual(events(30 + index));
  const reader = collector();
  second.read('t1', 0, reader);
  expect(reader.notes).toEqual(['gone']);
  await Promise.all(Array.from({ length: 40 }, (_, index) => second.delete(`t${index}`)));
  expect(await second.recover('t1')).toEqual([]);
  await second[Symbol.asyncDispose]();
  expect(countRecords()).toBe(0);
});

test('answers gone for a finished turn after a restart and keeps no record of it', async () => {
  const first = await createJournal({ dataDir: folder });
  const writer = await first.acquire('t', 1);
  for (const event of events(5)) writer.append(event);
  await writer.finalize(turnEnd);
  await first[Symbol.asyncDispose]();
  expect(countRecords()).toBeGreaterThan(0);

  await using second = await createJournal({ dataDir: folder });
  expect(await second.recover('t')).toEqual([]);
  const reader = collector();
  second.read('t', 0, reader);
  expect(reader.notes).toEqual(['gone']);
  expect(countRecords()).toBe(0);
});

test('goes on with the log of an earlier process under a higher epoch', async () => {
  const first = await createJournal({ dataDir: folder });
  (await first.acquire('t', 3)).append(scriptedEvent(0));
  await first[Symbol.asyncDispose]();

  const second = await createJournal({ dataDir: folder });
  await expect(second.acquire('t', 2)).rejects.toMatchObject({ code: 'turn.stale-epoch' });
  const writer = await second.acquire('t', 4);
  expect(writer.append(scriptedEvent(1))).toBe(2);
  await second[Symbol.asyncDispose]();

  await using third = await createJournal({ dataDir: folder });
  expect(await third.recover('t')).toEqual(events(2));
});

test('writes one record per flush for all turns together, never one per token or turn', async () => {
  await using journal = await createJournal({ dataDir: folder });
  const writers = await Promise.all(Array.from({ length: 50 }, (_, index) => journal.acquire(`t${index}`, 1)));
  const started = performance.now();
  for (let round = 0; round < 20; round += 1) {
    for (const writer of writers) writer.append(scriptedEvent(round));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all(writers.map((writer) => writer.flush()));
  const flushes = (performance.now() - started) / limits.turnLogFlushEvery;
  expect(countRecords()).toBeLessThanOrEqual(Math.ceil(flushes) + 2);
});

test('a turn that is left out of every later record frees its own, and shared records stay for whoever needs them', async () => {
  const journal = await createJournal({ dataDir: folder });
  const [long, short] = [await journal.acquire('long', 1), await journal.acquire('short', 1)];
  long.append(scriptedEvent(0));
  short.append(scriptedEvent(0));
  await Promise.all([long.flush(), short.flush()]);
  short.append(scriptedEvent(1));
  await short.flush();
  expect(countRecords()).toBe(2);
  await journal.delete('short');
  expect(countRecords()).toBe(1);
  await journal[Symbol.asyncDispose]();

  const again = await createJournal({ dataDir: folder });
  expect(await again.recover('short')).toEqual([]);
  expect(await again.recover('long')).toEqual(events(1));
  const anew = await again.acquire('short', 1);
  anew.append(scriptedEvent(0));
  await anew.flush();
  await again[Symbol.asyncDispose]();

  await using third = await createJournal({ dataDir: folder });
  expect(await third.recover('short')).toEqual(events(1));
  await third.delete('long');
  await third.delete('short');
  expect(countRecords()).toBe(0);
  expect(witness('SELECT * FROM released')).toEqual([]);
});

test('stays small over many turns', async () => {
  await using journal = await createJournal({ dataDir: folder, linger: 0 });
  for (let round = 0; round < 60; round += 1) {
    const writer = await journal.acquire(`t${round}`, 1);
    for (let index = 0; index < 50; index += 1) writer.append({ type: 'text-delta', part: 'p1', delta: 'x'.repeat(1000) });
    await writer.finalize(turnEnd);
    journal.read('nobody', 0, collector());
  }
  await journal.delete('nobody');
  expect(countRecords()).toBeLessThanOrEqual(1);
  expect(witness<{ n: number }>('SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size')[0]!.n).toBeLessThan(
    1_500_000,
  );
});

test('a damaged record loses only itself', async () => {
  const first = await createJournal({ dataDir: folder });
  const writer = await first.acquire('t', 1);
  for (const event of events(3)) {
    writer.append(event);
    await writer.flush();
  }
  await first[Symbol.asyncDispose]();
  const db = new Database(file());
  db.exec(
    "UPDATE records SET body = replace(body, 'text-start', 'text-stXrt') WHERE id = (SELECT id FROM records ORDER BY id LIMIT 1 OFFSET 1)",
  );
  db.close();

  const { lines, logger } = recordingLogger();
  await using second = await createJournal({ dataDir: folder, logger });
  expect(await second.recover('t')).toEqual([scriptedEvent(0), scriptedEvent(2)]);
  expect(lines).toEqual(['warn: Damaged records of the turn log were dropped.']);
  const { events: kept, whole } = await second.takeOver('t', 2);
  expect({ kept, whole }).toEqual({ kept: [scriptedEvent(0), scriptedEvent(2)], whole: false });
});

test('a file that is no database is kept under another name and the log begins anew', async () => {
  writeFileSync(file(), 'not a database at all '.repeat(500));
  const { lines, logger } = recordingLogger();
  await using journal = await createJournal({ dataDir: folder, logger });
  await writeTurn(journal, 't', 3);
  expect(lines).toHaveLength(1);
  expect(readdirSync(folder)).toContain('turns.db.damaged-1');
});

test('goes on while the disk refuses, says so once, and keeps everything once it works again', async () => {
  const { lines, logger } = recordingLogger();
  const journal = await createJournal({ dataDir: folder, logger, flushEvery: 5 });
  const writer = await journal.acquire('t', 1);
  writer.append(scriptedEvent(0));
  await writer.flush();

  const lock = new Database(file());
  lock.exec('BEGIN IMMEDIATE');
  const reader = collector();
  journal.read('t', 0, reader);
  for (const event of events(10).slice(1)) writer.append(event);
  await expect(writer.flush()).rejects.toThrow(/locked/);
  writer.append(scriptedEvent(10));
  await expect(writer.flush()).rejects.toThrow(/locked/);
  expect(reader.entries).toHaveLength(11);
  expect(lines).toEqual(['warn: The turn log cannot be written: running answers go on, but are not safe.']);

  lock.exec('ROLLBACK');
  lock.close();
  await writer.flush();
  expect(lines.at(-1)).toBe('info: The turn log is written again.');
  await journal[Symbol.asyncDispose]();
  await using again = await createJournal({ dataDir: folder });
  expect(await again.recover('t')).toEqual(events(11));
});

test('refuses to start when the file cannot be opened', async () => {
  mkdirSync(file());
  await expect(createJournal({ dataDir: folder })).rejects.toThrow();
});

test('keeps the file to its owner', async () => {
  await using journal = await createJournal({ dataDir: folder });
  await writeTurn(journal, 't', 3);
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o077, name).toBe(0);
});
