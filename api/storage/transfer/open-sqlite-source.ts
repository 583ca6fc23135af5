import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../kit/operator-error.ts';
import { openConnection, type Connection } from '../sqlite/connection.ts';
import { lockFolder } from '../sqlite/lock-folder.ts';
import { schemaVersion } from '../sqlite/migrations/migrate.ts';
import { migrations } from '../sqlite/migrations/migrations.ts';
import { databaseName } from '../sqlite/prepare-folder.ts';

/** The data of a folder, which no server has and nobody changes until it is disposed. */
export interface SqliteSource extends Disposable {
  readonly db: Connection;
  /** The id of the first account: what makes two copies of a household the same household. */
  readonly household: string;
  /** Another one after any change of the file. */
  readonly state: string;
}

function stateOf(file: string): string {
  const parts = [file, `${file}-wal`].map((name) => statSync(name, { throwIfNoEntry: false }));
  return parts.flatMap((found) => (found === undefined || found.size === 0 ? [] : [found.size, found.mtimeMs])).join('-');
}

function refuseSchema(db: Connection): void {
  const [found, known] = [schemaVersion(db), migrations.at(-1)?.version ?? 0];
  if (found < known)
    throw new OperatorError(
      `${databaseName} has schema ${found}, and this version wants ${known}. Start this version once without MONGO_URI, stop it, and run this again.`,
    );
  if (found > known)
    throw new OperatorError(
      `${databaseName} was written by a newer version (schema ${found}; this version knows ${known}). Run this with the newer one.`,
    );
}

function refuseRunning(db: Connection): void {
  const running = db.get<{ n: number }>(`SELECT count(*) AS n FROM turns WHERE status IN ('running', 'waiting')`)?.n ?? 0;
  if (running > 0)
    throw new OperatorError(
      `Answers were being written when the server stopped (${running}). Start it once without MONGO_URI and stop it again, which ends them, and run this again.`,
    );
}

function firstAccount(db: Connection, dataDir: string): string {
  const first = db.get<{ id: string }>('SELECT id FROM users ORDER BY created_at, id LIMIT 1');
  if (first === undefined) throw new OperatorError(`There is no account in ${dataDir}: nothing to move.`);
  return first.id;
}

/**
 * Takes the folder's lock and opens its database for reading. Throws a sentence, with nothing changed, when there is nothing to move, a
 * server has the folder, the schema is not this version's, or answers were being written.
 */
export function openSqliteSource(dataDir: string): SqliteSource {
  const file = path.join(dataDir, databaseName);
  if (!existsSync(file)) throw new OperatorError(`There is no ${databaseName} in ${dataDir}: nothing to move. See DATA_DIR.`);
  const lock = lockFolder(dataDir);
  // SQLite makes both to read a file that has had a write-ahead log; what was not there is taken away again.
  const made = [`${file}-wal`, `${file}-shm`].filter((name) => !existsSync(name));
  const state = stateOf(file);
  let db: Connection | null = null;
  const close = (): void => {
    db?.close();
    for (const name of made) rmSync(name, { force: true });
    lock.release();
  };
  try {
    db = openConnection(file, { readonly: true });
    db.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
    refuseSchema(db);
    refuseRunning(db);
    return { db, household: firstAccount(db, dataDir), state, [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}
