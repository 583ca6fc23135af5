import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Place } from '../../contract/store-under-test.ts';
import { createSqliteStorage } from '../create-sqlite-storage.ts';
import { openSqliteWitness } from './sqlite-witness.ts';

/** An empty folder for a SQLite storage, witnessed by a bare connection to the same file. */
export async function makeSqlitePlace(): Promise<Place> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'parley-storage-'));
  return {
    open: ({ now }) => createSqliteStorage({ dataDir, now }),
    witness: async () => openSqliteWitness(path.join(dataDir, 'parley.db')),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}
