import { closeSync, openSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import { createGatherer, type FoundTurn } from './gather-leftovers.ts';
import { mergeSpilled } from './merge-spilled.ts';
import { decodeRecord } from './record.ts';
import { createRecordCounts } from './record-counts.ts';
import { readSpill } from './spill-file.ts';

/** One flush: a record, or none, and turns whose records may go. */
export interface Batch {
  readonly body: string | null;
  /** The turns with a section in `body`. */
  readonly turns: readonly string[];
  readonly release: readonly string[];
}

export interface JournalFile {
  /** Turns that had not ended, as found on opening. */
  readonly unfinished: ReadonlyMap<string, FoundTurn>;
  /** Records that could not be read and were dropped. */
  readonly damaged: number;
  /** One transaction: durable when it returns, nothing of it when it throws. */
  commit(batch: Batch): void;
  close(): void;
}

/** Pages given back to the file system at a time, so that no commit waits for more. */
const vacuumPages = 256;

const schema = `
  CREATE TABLE IF NOT EXISTS records (id INTEGER PRIMARY KEY, crc INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  -- A released turn whose sections survive in records it shares: those up to this id no longer count.
  CREATE TABLE IF NOT EXISTS released (turn_id TEXT PRIMARY KEY, through INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

function openDatabase(file: string): Database.Database {
  closeSync(openSync(file, 'a', 0o600));
  const db = new Database(file, { timeout: 250 });
  try {
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec(schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

type ReadRecord = Database.Statement<[number], { crc: number; body: string }>;

function readRecord(read: ReadRecord, id: number): string | null {
  try {
    const row = read.get(id);
    return row !== undefined && crc32(row.body) === row.crc ? row.body : null;
  } catch {
    // A damaged page or invalid text: this record is lost, the others are not. The caller counts it.
    return null;
  }
}

/** Opens `turns.db`, reads what an earlier process left, there and in its spill, and drops what nobody needs any more. */
export function openJournalFile(file: string): JournalFile {
  const db = openDatabase(file);
  const ids = db.prepare<[], number>('SELECT id FROM records ORDER BY id').pluck().all();
  const tombstones = new Map(
    db
      .prepare<[], { turn_id: string; through: number }>('SELECT turn_id, through FROM released')
      .all()
      .map((row) => [row.turn_id, row.through]),
  );

  const { turns, add } = createGatherer();
  const read: ReadRecord = db.prepare('SELECT crc, body FROM records WHERE id = ?');
  let damaged = 0;
  for (const id of ids) {
    const body = readRecord(read, id);
    if (body === null) damaged += 1;
    else for (const section of decodeRecord(body)) if (id > (tombstones.get(section.turnId) ?? 0)) add(id, section);
  }

  const counts = createRecordCounts(ids);
  for (const [turnId, turn] of turns) for (const id of turn.records) counts.add(id, [turnId]);
  let lastId = Math.max(0, ids.at(-1) ?? 0, ...tombstones.values());

  const insert = db.prepare('INSERT INTO records (id, crc, body) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM records WHERE id = ?');
  const bury = db.prepare('INSERT OR REPLACE INTO released (turn_id, through) VALUES (?, ?)');
  const forget = db.prepare('DELETE FROM released WHERE through < coalesce((SELECT min(id) FROM records), through + 1)');

  const write = db.transaction((body: string | null, id: number, dead: readonly number[], shared: readonly string[]) => {
    if (body !== null) insert.run(id, crc32(body), body);
    for (const each of dead) remove.run(each);
    for (const turnId of shared) bury.run(turnId, lastId);
    if (dead.length > 0) forget.run();
  });

  function shrink(): void {
    if (Number(db.pragma('freelist_count', { simple: true })) > vacuumPages) db.pragma(`incremental_vacuum(${vacuumPages})`);
  }

  function keep(body: string | null, written: readonly string[], release: readonly string[]): void {
    const id = lastId + 1;
    const plan = counts.plan(release);
    write.immediate(body, id, plan.dead, plan.shared);
    counts.apply(plan);
    if (body !== null) {
      counts.add(id, written);
      lastId = id;
    }
    if (plan.dead.length > 0) shrink();
  }

  const ended = [...turns].filter(([, turn]) => turn.ended).map(([turnId]) => turnId);
  keep(null, [], ended);
  const empty = counts.unused();
  write.immediate(null, 0, empty, []);
  counts.apply({ dead: empty, shared: [], released: [] });

  // Opening writes nothing of it: another process may turn out to own the folder. The spill stays until the first commit.
  let spilled = mergeSpilled(readSpill(file), turns);

  function commit({ body, turns: written, release }: Batch): void {
    if (spilled !== null) {
      const over = spilled.turns.filter((turnId) => turns.get(turnId)?.ended === true);
      keep(spilled.body, spilled.turns, []);
      spilled = null;
      keep(null, [], over);
    }
    keep(body, written, release);
  }

  return {
    unfinished: new Map([...turns].filter(([, turn]) => !turn.ended)),
    damaged,
    commit,
    close: () => void db.close(),
  };
}
