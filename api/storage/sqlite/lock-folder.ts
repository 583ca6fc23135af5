import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { openConnection } from './connection.ts';

export const lockName = 'lock.db';

/**
 * Keeps every other process, and every other storage of this one, out of the folder until released. The lock belongs to the
 * operating system, which frees it when the process ends, however it ends. Throws, naming the folder, when it is taken.
 */
export function lockFolder(dataDir: string): { release(): void } {
  const file = path.join(dataDir, lockName);
  closeSync(openSync(file, 'a', 0o600));
  const db = openConnection(file, { busyTimeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
  } catch (cause) {
    db.close();
    if ((cause as { code?: unknown }).code !== 'SQLITE_BUSY') throw cause;
    throw new Error(`The data folder ${dataDir} is in use by another process. Stop it, or choose another folder.`, { cause });
  }
  return { release: () => db.close() };
}
