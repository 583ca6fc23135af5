import type { Db } from 'mongodb';
import { OperatorError } from '../kit/operator-error.ts';
import { collectionsOf, indexes, type Collections } from './collections.ts';
import { refuseHalfMoved } from './transfers.ts';

/** The layout that this version reads and writes. */
const schemaVersion = 1;

interface StoredSchema {
  readonly _id: 'schema';
  readonly version: number;
}

/**
 * Brings collections and indexes up to date and returns them. Throws, with nothing changed, when the server is not a replica set or the
 * data was written by a newer version. Safe when many nodes start at once: making an index that is there is no change.
 */
export async function prepareDatabase(db: Db, { moving = false }: { readonly moving?: boolean } = {}): Promise<Collections> {
  await refuseUnfit(db);
  if (!moving) await refuseHalfMoved(db);
  const collections = collectionsOf(db);
  for (const [name, wanted] of Object.entries(indexes)) await collections[name as keyof typeof indexes].createIndexes([...wanted]);
  await db.collection<StoredSchema>('schema').updateOne({ _id: 'schema' }, { $max: { version: schemaVersion } }, { upsert: true });
  return collections;
}

/** Refuses a server that is no replica set, and data of a newer version. */
export async function refuseUnfit(db: Db): Promise<void> {
  const hello = await db.admin().command({ hello: 1 });
  if (typeof hello['setName'] !== 'string') {
    throw new OperatorError(
      'The MongoDB of MONGO_URI is not a replica set, which Parley needs for its transactions. Start mongod with --replSet and run rs.initiate(), or name its replica set in MONGO_URI.',
    );
  }
  const found = await db.collection<StoredSchema>('schema').findOne({ _id: 'schema' });
  if (found !== null && found.version > schemaVersion)
    throw new OperatorError(
      `The database has schema ${found.version}, which is newer than this version of Parley (${schemaVersion}). Start the newer one.`,
    );
}
