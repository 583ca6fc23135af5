import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scriptedEvent, turnEnd } from '../contract/turn-log-contract.ts';
import type { TurnLog } from '../ports.ts';
import { createJournal } from './create-journal.ts';
import { createSpill, hasSpill, readSpill } from './spill-file.ts';

let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'parley-spill-'));
  folder = path.join(root, 'live');
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const file = (of = folder): string => path.join(of, 'turns.db');
const events = (count: number) => Array.from({ length: count }, (_, index) => scriptedEvent(index));
const spillFiles = (): string[] => readdirSync(folder).filter((name) => name.includes('spill'));

/** What a killed process would leave at this moment. */
function leaveBehind(): string {
  const copy = path.join(root, 'left');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** A disk that does not answer until it is let go: no commit gets through. */
function holdDisk(): () => void {
  const lock = new Database(file());
  lock.exec('BEGIN IMMEDIATE');
  return () => {
    lock.exec('ROLLBACK');
    lock.close();
  };
}

async function append(journal: TurnLog, turnId: string, from: number, count: number): Promise<void> {
  const writer = await journal.acquire(turnId, 1);
  for (const event of events(from + count).slice(from)) writer.append(event);
}

test('what a slow disk holds up survives the process within twice the flush', async () => {
  await using journal = await createJournal({ dataDir: folder, flushEvery: 10 });
  await append(journal, 'long', 0, 20);
  await (await journal.acquire('long', 1)).flush();
  const letGo = holdDisk();
  await append(journal, 'long', 20, 20);
  await append(journal, 'new', 0, 5);
  await expect.poll(() => readSpill(file()).join()).toContain('new');
  await append(journal, 'long', 40, 20);
  await expect.poll(() => readSpill(file()).join()).toContain('é59');

  const left = leaveBehind();
  letGo();
  for (let start = 0; start < 2; start += 1) {
    // Opening alone takes nothing away: the next process finds the same.
    await using next = await createJournal({ dataDir: left });
    expect(await next.recover('long')).toEqual(events(60));
    expect(await next.recover('new')).toEqual(events(5));
  }
  await using last = await createJournal({ dataDir: left });
  await last.delete('new');
  expect(hasSpill(file(left))).toBe(false);
  await last[Symbol.asyncDispose]();
  await using after = await createJournal({ dataDir: left });
  expect(await after.recover('long')).toEqual(events(60));
  expect(await after.recover('new')).toEqual([]);
});

test('is empty again once the disk answers, and gone after a clean end', async () => {
  const journal = await createJournal({ dataDir: folder, flushEvery: 10 });
  const letGo = holdDisk();
  await append(journal, 't', 0, 20);
  await expect.poll(() => hasSpill(file())).toBe(true);
  letGo();
  const flushes = async (): Promise<boolean> => {
    const writer = await journal.acquire('t', 1);
    return writer.flush().then(
      () => true,
      () => false,
    );
  };
  await expect.poll(flushes, { timeout: 5_000 }).toBe(true);
  await append(journal, 't', 20, 1);
  await (await journal.acquire('t', 1)).flush();
  expect(hasSpill(file())).toBe(false);
  await journal[Symbol.asyncDispose]();
  expect(spillFiles()).toEqual([]);
  await using next = await createJournal({ dataDir: folder });
  expect(await next.recover('t')).toEqual(events(21));
});

test('makes no file while commits are prompt', async () => {
  await using journal = await createJournal({ dataDir: folder, flushEvery: 1_000 });
  await append(journal, 't', 0, 20);
  await (await journal.acquire('t', 1)).flush();
  expect(spillFiles()).toEqual([]);
});

test('brings back neither a turn that ended nor the rest of one that was forgotten', async () => {
  await using journal = await createJournal({ dataDir: folder, flushEvery: 10 });
  await append(journal, 'forgotten', 0, 5);
  await (await journal.acquire('forgotten', 1)).flush();
  const letGo = holdDisk();
  await append(journal, 'forgotten', 5, 5);
  await append(journal, 'ended', 0, 5);
  const ending = (await journal.acquire('ended', 1)).finalize(turnEnd).catch(() => undefined);
  await expect.poll(() => readSpill(file()).join()).toContain('turn-end');
  const left = leaveBehind();
  letGo();
  await ending;

  const db = new Database(file(left));
  db.exec('DELETE FROM records');
  db.close();
  await using next = await createJournal({ dataDir: left });
  expect(await next.recover('forgotten')).toEqual([]);
  expect(await next.recover('ended')).toEqual([]);
});

test('a record that was cut off is left out, and what follows is written in its place', () => {
  const spill = createSpill(file());
  spill.write('one');
  spill.write('zwö');
  appendFileSync(`${file()}-spill-0`, '123 400\nhalf a rec');
  expect(readSpill(file())).toEqual(['one', 'zwö']);
  const next = createSpill(file());
  next.write('three');
  expect(readSpill(file())).toEqual(['one', 'zwö', 'three']);
  next.replace('four');
  expect(readSpill(file())).toEqual(['four']);
  next.replace(null);
  expect(hasSpill(file())).toBe(false);
  next.remove();
  expect(spillFiles()).toEqual([]);
});
