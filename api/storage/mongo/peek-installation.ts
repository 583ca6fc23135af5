import { MongoClient } from 'mongodb';
import type { Installation } from '../ports/installation.ts';
import { databaseOf } from './database-of.ts';
import type { StoredInstallation } from './rows/file-row.ts';

/** The installation of a database, while its servers may run; null when no start has named it yet. */
export async function peekInstallation(uri: string): Promise<Installation | null> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    const found = await databaseOf(client, { uri }).collection<StoredInstallation>('installation').findOne({ _id: 'this' });
    return found === null ? null : { id: found.id, filesClaimed: found.filesClaimed };
  } finally {
    await client.close();
  }
}
