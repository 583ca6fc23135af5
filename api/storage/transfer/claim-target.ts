import { OperatorError } from '../kit/operator-error.ts';
import { transfersOf, upwards, type StoredTransfer } from '../mongo/transfers.ts';
import type { Collections } from '../mongo/collections.ts';
import type { OpenMongo } from './open-mongo.ts';
import type { SqliteSource } from './open-sqlite-source.ts';

/** What a move fills, by name. `owners` is no sign of data: nodes take hold of documents there when they start. */
const filled = (all: Collections): string[] =>
  [
    all.users,
    all.sessions,
    all.keys,
    all.apiKeys,
    all.presets,
    all.favourites,
    all.conversations,
    all.seenLeaves,
    all.messages,
    all.chunks,
    all.turns,
    all.tombstones,
    all.files,
    all.fileUses,
    all.contextNotes,
    all.sentContexts,
    all.calibrations,
    all.ledger,
    all.usageSums,
    all.budgetAccounts,
    all.decisions,
  ].map(({ collectionName }) => collectionName);

/** Documents of `owners` that are nobody's. */
const shared = ['installation', 'nodes'];

async function refuseOthers({ db, collections }: OpenMongo): Promise<void> {
  for (const name of filled(collections))
    if ((await db.collection(name).findOne({}, { projection: { _id: 1 } })) !== null)
      throw new OperatorError(
        `The database ${db.databaseName} of MONGO_URI holds other data than this folder's (${name}). Nothing was touched. Name an empty database in MONGO_URI.`,
      );
}

/** Takes away what an earlier attempt moved from data that has changed since. */
async function empty({ db, collections }: OpenMongo): Promise<void> {
  for (const name of filled(collections)) await db.collection(name).deleteMany({});
  await collections.owners.deleteMany({ _id: { $nin: shared } });
}

function refuseMoved({ finishedAt }: StoredTransfer, databaseName: string): OperatorError {
  const day = new Date(finishedAt ?? 0).toISOString();
  return new OperatorError(
    `This folder was moved to the database ${databaseName} at ${day} and has changed since; the database may have changed too. Nothing was touched. To move it anew, empty that database or name another.`,
  );
}

/**
 * Makes the database this household's, or finds that it is. Returns how far the move has come; null when it has ended already. Throws a
 * sentence, with nothing touched, when the database holds anything else.
 */
export async function claimTarget(mongo: OpenMongo, { household, state }: SqliteSource, now: number): Promise<StoredTransfer | null> {
  const transfers = transfersOf(mongo.db);
  const fresh: StoredTransfer = { _id: upwards, household, state, entity: null, after: null, startedAt: now, finishedAt: null };
  const found = await transfers.findOne({ _id: upwards });
  if (found === null) {
    await refuseOthers(mongo);
    await transfers.insertOne(fresh);
    return fresh;
  }
  if (found.household !== household)
    throw new OperatorError(
      `The database ${mongo.db.databaseName} of MONGO_URI holds another household than this folder. Nothing was touched. Name an empty database in MONGO_URI.`,
    );
  if (found.finishedAt !== null) {
    if (found.state !== state) throw refuseMoved(found, mongo.db.databaseName);
    return null;
  }
  if (found.state === state) return found;
  await empty(mongo);
  await transfers.replaceOne({ _id: upwards }, fresh);
  return fresh;
}
