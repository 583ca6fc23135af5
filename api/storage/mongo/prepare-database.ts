import type { Db } from 'mongodb';
import { OperatorError } from '../kit/operator-error.ts';
import { collectionsOf, type Collections } from './collections.ts';
import { migrate, type MigrateOptions } from './migrations/migrate.ts';
import { newest } from './migrations/migrations.ts';
import { refuseNewer, schemaVersion } from './migrations/schema.ts';
import { refuseHalfMoved } from './transfers.ts';

/**
 * Brings collections and indexes up to date and returns them. Throws, with nothing changed, when the server is not a replica set or the
 * data was written by a newer version. Safe when many nodes start at once.
 */
export async function prepareDatabase(
  db: Db,
  { moving = false, ...options }: { readonly moving?: boolean } & MigrateOptions = {},
): Promise<Collections> {
  await refuseUnfit(db, newest(options.steps));
  if (!moving) await refuseHalfMoved(db);
  await migrate(db, options);
  return collectionsOf(db);
}

/** Refuses a server that is no replica set, and data of a newer version. */
export async function refuseUnfit(db: Db, known = newest()): Promise<void> {
  const hello = await db.admin().command({ hello: 1 });
  if (typeof hello['setName'] !== 'string') {
    throw new OperatorError(
      'The MongoDB of MONGO_URI is not a replica set, which Parley needs for its transactions. Start mongod with --replSet and run rs.initiate(), or name its replica set in MONGO_URI.',
    );
  }
  refuseNewer(await schemaVersion(db), known);
}
