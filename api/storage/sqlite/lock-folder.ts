import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../kit/operator-error.ts';
import { openConnection, type Connection } from './connection.ts';

export const lockName = 'lock.db';

/** Makes the file where there is none. One that is there is not touched: closing any handle of it would drop this process's lock. */
function makeOnce(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

/**
 * Keeps every other process, and every other storage of this one, out of the folder until released. The lock belongs to the
 * operating system, which frees it when the process ends, however it ends. Throws, naming the folder, when it is taken.
 */
export function lockFolder(dataDir: string): { release(): void } {
  const file = path.join(dataDir, lockName);
  makeOnce(file);
  let db: Connection | null = null;
  try {
    db = openConnection(file, { busyTimeout: 0 });
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
  } catch (cause) {
    db?.close();
    throw explain(cause, dataDir, file);
  }
  return { release: () => db.close() };
}

function explain(cause: unknown, dataDir: string, file: string): unknown {
  const { code } = cause as { code?: unknown };
  if (code === 'SQLITE_BUSY')
    return new OperatorError(`The data folder ${dataDir} is in use by another process. Stop it, or choose another folder.`, { cause });
  if (code === 'SQLITE_NOTADB' || statSync(file).isDirectory())
    return new OperatorError(`${file} is not the file that locks the data folder. It holds no data: move it away.`, { cause });
  return cause;
}
