import { prepareDatabase, refuseUnfit } from '../mongo/prepare-database.ts';
import { transfersOf, upwards, type StoredTransfer } from '../mongo/transfers.ts';
import { claimTarget } from './claim-target.ts';
import { compare } from './compare.ts';
import { copySide } from './copy-side.ts';
import { entities } from './entities/entities.ts';
import type { Key } from './entity.ts';
import { refuseLiving, withMongo, type OpenMongo } from './open-mongo.ts';
import { openSqliteSource, type SqliteSource } from './open-sqlite-source.ts';
import { transferred, type TransferOptions, type Transferred } from './transfer-options.ts';

/** Goes on behind the last batch that is known to be kept; one that was kept without being known is kept again. */
async function moveFrom(
  { entity, after }: StoredTransfer,
  { db }: SqliteSource,
  mongo: OpenMongo,
  options: TransferOptions,
): Promise<void> {
  const transfers = transfersOf(mongo.db);
  const begun = Math.max(
    0,
    entities.findIndex(({ name }) => name === entity),
  );
  for (const [index, { name, inSqlite, inMongo }] of entities.slice(begun).entries()) {
    const kept = (upTo: Key): Promise<unknown> => transfers.updateOne({ _id: upwards }, { $set: { entity: name, after: upTo } });
    const sides = { from: inSqlite(db), to: inMongo(mongo.collections) };
    await copySide({ name, ...sides, after: index === 0 ? after : null, kept }, options);
  }
}

/**
 * Moves the household of a data folder to MongoDB, a batch at a time, and compares both by reading everything back. The folder is only
 * read. Doing it again goes on where it was cut off, or begins anew when the folder has changed since; when it has ended before,
 * nothing is done: null. When something differs, the next attempt begins anew. Throws a sentence when it cannot be done.
 */
export async function sqliteToMongo(options: TransferOptions): Promise<Transferred | null> {
  const { now = Date.now } = options;
  using source = openSqliteSource(options.dataDir);
  return await withMongo(options, async (mongo) => {
    await refuseUnfit(mongo.db);
    await refuseLiving(mongo);
    const begun = await claimTarget(mongo, source, now());
    if (begun === null) return null;
    await prepareDatabase(mongo.db, { moving: true });
    await moveFrom(begun, source, mongo, options);
    const outcome = transferred(await compare(source.db, mongo.collections));
    const change = outcome.same ? { finishedAt: now() } : { state: '' };
    await transfersOf(mongo.db).updateOne({ _id: upwards }, { $set: change });
    return outcome;
  });
}
