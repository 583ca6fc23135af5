import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';
import { explainDisk } from '../backup/explain-disk.ts';
import { pinDatabase } from '../backup/copy-database.ts';
import { fullPace } from '../backup/pace.ts';
import { lockFolder } from '../lock-folder.ts';
import { openForWriting } from '../open-database.ts';
import { databaseName } from '../prepare-folder.ts';
import { pendingSteps, schemaVersion, takeStep } from './migrate.ts';
import type { Migration } from './migration.ts';
import { migrations as allMigrations } from './migrations.ts';

/** A dry run that went well. */
export interface TriedSteps {
  /** The schema that the file has. */
  readonly schema: number;
  readonly steps: readonly { readonly version: number; readonly name: string; readonly milliseconds: number }[];
}

const workPrefix = '.parley-dry-run-';

/** Null while a server has the folder. */
function lockIfFree(dataDir: string): { release(): void } | null {
  try {
    return lockFolder(dataDir);
  } catch (error) {
    if (error instanceof OperatorError && (error.cause as { code?: unknown } | undefined)?.code === 'SQLITE_BUSY') return null;
    throw error;
  }
}

/** Copies the database as it is at one moment. Where no server runs, what SQLite makes to read it is taken away again. */
async function copy(dataDir: string, target: string): Promise<void> {
  const file = path.join(dataDir, databaseName);
  const lock = lockIfFree(dataDir);
  const made = lock === null ? [] : [`${file}-wal`, `${file}-shm`].filter((name) => !existsSync(name));
  try {
    const pinned = pinDatabase(file);
    try {
      await pinned.copyTo(target, fullPace);
    } finally {
      pinned.close();
    }
  } finally {
    for (const name of made) rmSync(name, { force: true });
    lock?.release();
  }
}

function takeSteps(file: string, migrations: readonly Migration[]): TriedSteps {
  const db = openForWriting(file);
  try {
    const schema = schemaVersion(db);
    const steps = pendingSteps(db, file, migrations).map((migration) => {
      const began = performance.now();
      try {
        takeStep(db, migration);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
        throw new OperatorError(`Migration ${migration.version} (${migration.name}) would fail: ${reason}. Nothing was changed.`, {
          cause,
        });
      }
      return { version: migration.version, name: migration.name, milliseconds: Math.round(performance.now() - began) };
    });
    return { schema, steps };
  } finally {
    db.close();
  }
}

/**
 * Takes the steps that the next start would take, on a copy of the database inside the data folder that is gone afterwards; a server may
 * run meanwhile. Throws a sentence when one of them would fail, and when the file is a newer version's.
 */
export async function trySteps(dataDir: string, migrations: readonly Migration[] = allMigrations): Promise<TriedSteps> {
  if (!existsSync(path.join(dataDir, databaseName)))
    throw new OperatorError(`There is no ${databaseName} in ${dataDir} yet; the first start makes it.`);
  let work: string | null = null;
  try {
    // One that was killed has left its copy.
    for (const name of readdirSync(dataDir)) if (name.startsWith(workPrefix)) rmSync(path.join(dataDir, name), { recursive: true });
    work = mkdtempSync(path.join(dataDir, workPrefix));
    const file = path.join(work, databaseName);
    await copy(dataDir, file);
    return takeSteps(file, migrations);
  } catch (cause) {
    throw (cause as { code?: string }).code?.startsWith('SQLITE_') === true ? cause : explainDisk(cause, dataDir);
  } finally {
    if (work !== null) rmSync(work, { recursive: true, force: true });
  }
}
