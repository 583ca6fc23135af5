import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../kit/operator-error.ts';
import { openConnection } from './connection.ts';

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
  const db = openConnection(file, { busyTimeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
  } catch (cause) {
    db.close();
    if ((cause as { code?: unknown }).code !== 'SQLITE_BUSY') throw cause;
    throw new OperatorError(`The data folder ${dataDir} is in use by another process. Stop it, or choose another folder.`, { cause });
  }
  return { release: () => db.close() };
}
