import type { Connection } from './connection.ts';

/** Runs several reads on one state of the database, whatever is written meanwhile. */
export function withSnapshot<Result>(db: Connection, read: () => Result): Result {
  if (db.inTransaction) return read();
  db.run('BEGIN');
  try {
    return read();
  } finally {
    db.run('COMMIT');
  }
}
