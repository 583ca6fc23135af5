import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';

export const databaseName = 'parley.db';

/**
 * Makes the data folder for its owner alone, and the database file readable by its owner alone: SQLite gives the files it
 * makes beside it the same mode. An existing folder keeps its mode. Returns the file's path.
 */
export function prepareFolder(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, databaseName);
  closeSync(openSync(file, 'a', 0o600));
  return file;
}
