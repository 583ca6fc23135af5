import { closeSync, openSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Pace } from './pace.ts';

/** A database as it is at one moment, whatever is written to it later. */
export interface PinnedDatabase {
  /** Copies that moment to a new file of its own, without a write-ahead log. */
  copyTo(file: string, pace: Pace): Promise<void>;
  close(): void;
}

/** Pages copied at a time: 1 MB. */
const pagesAtOnce = 256;

/**
 * The copy says of itself, as its source does, that it has a write-ahead log: two bytes of its header (18 and 19 of SQLite's file
 * format). It has none, and with the bytes changed it can be opened without making one.
 */
function forgetWriteAheadLog(file: string): void {
  const fd = openSync(file, 'r+');
  try {
    writeSync(fd, Uint8Array.of(1, 1), 0, 2, 18);
  } finally {
    closeSync(fd);
  }
}

/**
 * Opens a database for reading and stays at its present state. SQLite's online copy alone begins again after every write of another
 * connection and would never end on a busy server; inside a read transaction it copies one state, while the write-ahead log grows by
 * what is written meanwhile. The file must only be read through SQLite while a server of this process has it open: closing any other
 * handle of it would drop the process's locks.
 */
export function pinDatabase(source: string): PinnedDatabase {
  const db = new Database(source, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    async copyTo(file, pace) {
      await db.backup(file, {
        progress() {
          pace.rest();
          return pagesAtOnce;
        },
      });
      forgetWriteAheadLog(file);
    },
    close: () => void db.close(),
  };
}
