import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';
import type { Connection } from '../connection.ts';
import type { Migration } from './migration.ts';
import { takeSnapshot } from './take-snapshot.ts';

/**
 * Brings the file to the newest schema, one transaction a step, each preceded by a snapshot when there is anything to lose.
 * Throws, with the file as it was before the step, when the schema is newer than this version knows or a step fails.
 */
export function migrate(db: Connection, file: string, migrations: readonly Migration[]): void {
  const known = migrations.at(-1)?.version ?? 0;
  const found = schemaVersion(db);
  if (found > known) {
    throw new OperatorError(
      `${path.basename(file)} was written by a newer version (schema ${found}; this version knows ${known}). It was not touched.`,
    );
  }
  for (const migration of migrations) if (migration.version > found) step(db, file, migration, found > 0);
}

export function schemaVersion(db: Connection): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

function step(db: Connection, file: string, migration: Migration, hasData: boolean): void {
  const snapshot = hasData ? takeSnapshot(db, file, migration.version) : null;
  // A step may rebuild tables, which foreign keys would follow; they are checked as a whole before the commit instead.
  db.exec('PRAGMA foreign_keys = OFF');
  try {
    db.exec('BEGIN IMMEDIATE');
    db.exec(migration.sql);
    db.exec(`PRAGMA user_version = ${migration.version}`);
    const broken = db.all('PRAGMA foreign_key_check');
    if (broken.length > 0) throw new Error(`${broken.length} rows refer to rows that are not there.`);
    db.exec('COMMIT');
  } catch (cause) {
    if (db.inTransaction) db.exec('ROLLBACK');
    const kept = snapshot === null ? '' : ` The data is as it was; a copy is in ${path.basename(snapshot)}.`;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`Migration ${migration.version} (${migration.name}) failed: ${reason}.${kept}`, { cause });
  } finally {
    db.exec('PRAGMA foreign_keys = ON');
  }
}
