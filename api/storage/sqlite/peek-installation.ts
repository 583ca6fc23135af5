import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Installation } from '../ports/installation.ts';
import { openConnection } from './connection.ts';
import { databaseName } from './prepare-folder.ts';

/** The installation of a data folder, while its server may run; null when no start has named it yet. */
export function peekInstallation(dataDir: string): Installation | null {
  const file = path.join(dataDir, databaseName);
  if (!existsSync(file)) return null;
  const db = openConnection(file, { readonly: true });
  try {
    if (db.get(`SELECT 1 FROM sqlite_schema WHERE name = 'installation'`) === undefined) return null;
    const found = db.get<{ id: string; files_claimed: number }>('SELECT id, files_claimed FROM installation WHERE one = 1');
    return found === undefined ? null : { id: found.id, filesClaimed: found.files_claimed === 1 };
  } finally {
    db.close();
  }
}
