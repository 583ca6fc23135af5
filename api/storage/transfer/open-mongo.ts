import { MongoClient, MongoError, type Db } from 'mongodb';
import { OperatorError } from '../kit/operator-error.ts';
import { collectionsOf, type Collections } from '../mongo/collections.ts';
import { databaseOf } from '../mongo/database-of.ts';
import type { TransferOptions } from './transfer-options.ts';

export interface OpenMongo {
  readonly db: Db;
  readonly collections: Collections;
}

/** Milliseconds to look for a primary before the move is refused. */
const findServerWithin = 5_000;
/** Milliseconds without a sign of life after which a node counts as dead. */
const deadAfter = 10_000;

/**
 * Opens the database for a move, carries it out and closes it. What is acknowledged, most members have in their journals. What the
 * driver throws becomes a sentence.
 */
export async function withMongo<Result>(options: TransferOptions, work: (mongo: OpenMongo) => Promise<Result>): Promise<Result> {
  let client: MongoClient | null = null;
  try {
    client = new MongoClient(options.uri, {
      ...options.pool,
      appName: 'parley migrate',
      ignoreUndefined: true,
      readPreference: 'primary',
      readConcern: { level: 'majority' },
      writeConcern: { w: 'majority', journal: true },
      serverSelectionTimeoutMS: findServerWithin,
    });
    await client.connect();
    const db = databaseOf(client, options);
    return await work({ db, collections: collectionsOf(db) });
  } catch (cause) {
    if (!(cause instanceof MongoError)) throw cause;
    throw new OperatorError(
      `The MongoDB of MONGO_URI did not do its part: ${cause.message.replace(/\.$/, '')}. The same command can be run again.`,
      { cause },
    );
  } finally {
    await client?.close();
  }
}

/** Refuses while a server has the database, by the database's own clock. */
export async function refuseLiving({ db }: OpenMongo): Promise<void> {
  const { localTime } = await db.admin().command({ hello: 1 });
  const now = localTime instanceof Date ? localTime.getTime() : Date.now();
  const living = await db
    .collection<{ _id: string; seenAt: number }>('nodes')
    .find({ seenAt: { $gt: now - deadAfter } })
    .toArray();
  if (living.length === 0) return;
  const names = living.map(({ _id }) => _id).join(', ');
  throw new OperatorError(
    `A server runs on the database ${db.databaseName} of MONGO_URI (${names}). Stop it, wait ten seconds, and run this again.`,
  );
}
