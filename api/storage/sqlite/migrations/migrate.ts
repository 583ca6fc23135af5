import path from 'node:path';
import { diskReason } from '../../kit/disk-reason.ts';
import { OperatorError } from '../../kit/operator-error.ts';
import type { Connection } from '../connection.ts';
import type { Migration } from './migration.ts';
import { removeOldSnapshots } from './snapshots.ts';
import { takeSnapshot } from './take-snapshot.ts';

/**
 * Brings the file to the newest schema, one transaction a step, each preceded by a snapshot when there is anything to lose; then old
 * snapshots go. Throws, with the file as it was before the step, when the schema is newer than this version knows or a step fails.
 */
export function migrate(db: Connection, file: string, migrations: readonly Migration[]): void {
  const hasData = schemaVersion(db) > 0;
  const pending = pendingSteps(db, file, migrations);
  for (const migration of pending) step(db, file, migration, hasData);
  if (hasData && pending[0] !== undefined) removeOldSnapshots(file, pending[0].version);
}

export function schemaVersion(db: Connection): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

/** The steps that the file has still to take. Throws a sentence when it has taken some that this version does not know. */
export function pendingSteps(db: Connection, file: string, migrations: readonly Migration[]): Migration[] {
  const known = migrations.at(-1)?.version ?? 0;
  const found = schemaVersion(db);
  if (found > known) {
    throw new OperatorError(
      `${path.basename(file)} was written by a newer version (schema ${found}; this version knows ${known}). It was not touched.`,
    );
  }
  return migrations.filter(({ version }) => version > found);
}

/** Takes one step in a transaction. Throws the reason, with the data as it was. */
export function takeStep(db: Connection, migration: Migration): void {
  // A step may rebuild tables, which foreign keys would follow; they are checked as a whole before the commit instead.
  db.exec('PRAGMA foreign_keys = OFF');
  try {
    db.exec('BEGIN IMMEDIATE');
    db.exec(migration.sql);
    db.exec(`PRAGMA user_version = ${migration.version}`);
    const broken = db.all('PRAGMA foreign_key_check');
    if (broken.length > 0) throw new Error(`${broken.length} rows refer to rows that are not there.`);
    db.exec('COMMIT');
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
    db.exec('PRAGMA foreign_keys = ON');
  }
}

function step(db: Connection, file: string, migration: Migration, hasData: boolean): void {
  const snapshot = hasData ? takeSnapshot(db, file, migration.version) : null;
  try {
    takeStep(db, migration);
  } catch (cause) {
    // In a folder without data it is the disk that is to be spoken of, not the step.
    if (snapshot === null && diskReason(cause, path.dirname(file)) !== null) throw cause;
    const kept = snapshot === null ? '' : ` The data is as it was; a copy is in ${path.basename(snapshot)}.`;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`Migration ${migration.version} (${migration.name}) failed: ${reason}.${kept}`, { cause });
  }
}
