import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';
import { openConnection, type Connection } from './connection.ts';
import { lockName } from './lock-folder.ts';
import { schemaVersion } from './migrations/migrate.ts';
import { migrations } from './migrations/migrations.ts';
import { databaseName } from './prepare-folder.ts';

/** A write-ahead log beyond this is not being folded back: somebody holds an old view of the file open. */
const largeLog = 268_435_456;
const problemsShown = 3;

function integrity(db: Connection): Finding {
  const problems = db.all<{ quick_check: string }>('PRAGMA quick_check(20)').map((row) => row.quick_check);
  if (problems.join() === 'ok') return { level: 'ok', said: 'The database is sound (quick_check).' };
  return {
    level: 'fail',
    said: `The database is damaged: ${problems.slice(0, problemsShown).join('; ')}`,
    advice: 'Stop the server, copy DATA_DIR, and restore the last backup.',
  };
}

function schema(db: Connection): Finding {
  const [found, known] = [schemaVersion(db), migrations.at(-1)?.version ?? 0];
  if (found === known) return { level: 'ok', said: `The schema is version ${found}, as this Parley wants it.` };
  if (found < known) return { level: 'warn', said: `The schema is version ${found}; the next start brings it to ${known}, after a copy.` };
  return {
    level: 'fail',
    said: `The schema is version ${found} and was written by a newer Parley; this one knows ${known}.`,
    advice: 'Install the newer version again, or restore a backup from before it.',
  };
}

function served(dataDir: string): Finding[] {
  const file = path.join(dataDir, lockName);
  if (!existsSync(file)) return [];
  const db = openConnection(file, { readonly: true, busyTimeout: 0 });
  try {
    db.get('SELECT 1 FROM sqlite_schema');
    return [{ level: 'ok', said: 'No server has the data folder now.' }];
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
    return [{ level: 'ok', said: 'A server has the data folder.' }];
  } finally {
    db.close();
  }
}

function logSize(file: string): Finding[] {
  const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (size < largeLog) return [];
  return [
    {
      level: 'warn',
      said: `The write-ahead log has grown to ${Math.floor(size / 1_048_576)} MB.`,
      advice: 'Restart the server; see whether another program holds the file open.',
    },
  ];
}

function look(dataDir: string): Finding[] {
  const file = path.join(dataDir, databaseName);
  if (!existsSync(file)) return [{ level: 'warn', said: 'There is no database yet; the first start makes it.' }];
  const db = openConnection(file, { readonly: true });
  try {
    return [...served(dataDir), integrity(db), schema(db), ...logSize(file)];
  } finally {
    db.close();
  }
}

/** Looks at the database of a folder, read-only and without its lock: a server may be running on it. */
export const checkSqlite = (dataDir: string): DoctorCheck => ({ name: 'database', run: async () => look(dataDir) });
