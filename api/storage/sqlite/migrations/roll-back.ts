import { closeSync, constants, copyFileSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';
import { syncFolder } from '../backup/publish-file.ts';
import { freeName, stampOf } from '../backup/swap-folder.ts';
import { openConnection } from '../connection.ts';
import { lockFolder } from '../lock-folder.ts';
import { databaseName } from '../prepare-folder.ts';
import { schemaVersion } from './migrate.ts';
import { listSnapshots, type Snapshot } from './snapshots.ts';

export interface RolledBack {
  /** The schemas before and after. */
  readonly from: number;
  readonly to: number;
  /** The name of the file that was replaced, in the same folder. */
  readonly aside: string;
}

/** Folds the write-ahead log into the file, so that the file alone is all there is, and reads its schema. */
function foldLog(file: string): number {
  const db = openConnection(file);
  try {
    const busy = db.get<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy ?? 0;
    if (busy !== 0) throw new OperatorError(`Another program has ${file} open. Close it, and run this again.`);
    return schemaVersion(db);
  } finally {
    db.close();
  }
}

/** A second name for the file, so that there is a database under the first one at every moment; a copy where there are no hard links. */
function keepAside(file: string, aside: string): void {
  try {
    linkSync(file, aside);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    copyFileSync(file, aside, constants.COPYFILE_EXCL);
    const fd = openSync(aside, 'r+');
    fsyncSync(fd);
    closeSync(fd);
  }
}

/** One that was taken before a step that failed holds the schema of now, and is no way back. */
function newestOf(snapshots: readonly Snapshot[], from: number): Snapshot {
  const found = snapshots.find(({ before }) => before <= from);
  if (found === undefined)
    throw new OperatorError(`No snapshot is older than the database (schema ${from}): there is no upgrade to roll back.`);
  return found;
}

/** Has SQLite look through the snapshot and reads its schema, which may be any of those before now. */
function checkSnapshot(file: string): number {
  try {
    const db = openConnection(file, { readonly: true });
    try {
      const found = db.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check;
      if (found !== 'ok') throw new Error(found);
      return schemaVersion(db);
    } finally {
      db.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`${path.basename(file)} is damaged: ${reason}. Nothing was changed.`, { cause });
  }
}

function swap(file: string, snapshot: string, now: number): string {
  const aside = freeName(`${file}.rolled-back-${stampOf(now)}`);
  keepAside(file, aside);
  // Of the file that goes: it is empty, and would be taken for the other's.
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  renameSync(snapshot, file);
  syncFolder(path.dirname(file));
  return path.basename(aside);
}

/**
 * Brings back the database as it was before the last upgrade; the one of now is kept beside it. Another call goes back one upgrade more.
 * Throws a sentence, with nothing changed, when a server has the folder, there is no snapshot, or the snapshot is damaged.
 */
export function rollBack(dataDir: string, now: number): RolledBack {
  const file = path.join(dataDir, databaseName);
  if (!existsSync(file)) throw new OperatorError(`There is no ${databaseName} in ${dataDir}.`);
  const lock = lockFolder(dataDir);
  try {
    const snapshots = listSnapshots(file);
    if (snapshots.length === 0) throw new OperatorError(`There is no snapshot in ${dataDir}: no upgrade has changed the database.`);
    const from = foldLog(file);
    const snapshot = newestOf(snapshots, from);
    const to = checkSnapshot(snapshot.file);
    return { from, to, aside: swap(file, snapshot.file, now) };
  } finally {
    lock.release();
  }
}
