import { openConnection, type Connection } from './connection.ts';

/** Cached pages of the writer and of the reader, in KiB. */
const writerCache = 16_384;
const readerCache = 16_384;
/** A write-ahead log that grew beyond this is cut back at its next checkpoint. */
const walBytes = 67_108_864;

/** The writer's connection: every commit is on the disk before it is acknowledged. */
export function openForWriting(file: string): Connection {
  const db = openConnection(file);
  try {
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -${writerCache};
      PRAGMA journal_size_limit = ${walBytes};
    `);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The reader's connection. The writer must be open, so that the write-ahead log exists. */
export function openForReading(file: string): Connection {
  const db = openConnection(file, { readonly: true });
  db.exec(`PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${readerCache};`);
  return db;
}
