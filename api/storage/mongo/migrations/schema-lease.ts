import { randomUUID } from 'node:crypto';
import { MongoServerError, type Db } from 'mongodb';
import { schemaOf } from './schema.ts';

/** The right to take steps: one node's at a time. */
export interface SchemaLease {
  /** False when it is another's by now. */
  renew(): Promise<boolean>;
  /** Notes that a step was taken. False, and nothing is noted, when the lease is another's by now. */
  moveTo(version: number): Promise<boolean>;
  release(): Promise<void>;
}

/** The server's clock in ms, as a number: not every server that speaks the protocol compares dates with `$$NOW`. */
const serverNow = { $toLong: '$$NOW' };
const duplicateKey = 11_000;

async function begin(db: Db): Promise<void> {
  try {
    await schemaOf(db).insertOne({ _id: 'schema', version: 0 });
  } catch (error) {
    // Another node was first.
    if (!(error instanceof MongoServerError) || error.code !== duplicateKey) throw error;
  }
}

/**
 * Takes the lease for so many milliseconds by the server's clock; null when another node has it. A node that dies keeps it until then.
 * The conditions stand in the pipeline: not every server heeds `$expr` in a filter.
 */
export async function takeSchemaLease(db: Db, ttlMs: number): Promise<SchemaLease | null> {
  const schema = schemaOf(db);
  const holder = randomUUID();
  const free = { $lte: [{ $ifNull: ['$until', 0] }, serverNow] };
  const mine = { $eq: ['$holder', holder] };
  const until = { $add: [serverNow, ttlMs] };
  const changed = await schema.findOneAndUpdate(
    { _id: 'schema' },
    [{ $set: { holder: { $cond: [free, holder, '$holder'] }, until: { $cond: [free, until, '$until'] } } }],
    { returnDocument: 'after' },
  );
  if (changed === null) {
    await begin(db);
    return takeSchemaLease(db, ttlMs);
  }
  if (changed.holder !== holder) return null;
  return {
    async renew() {
      const renewed = await schema.findOneAndUpdate({ _id: 'schema', holder }, [{ $set: { until: { $cond: [mine, until, '$until'] } } }], {
        returnDocument: 'after',
      });
      return renewed?.holder === holder;
    },
    async moveTo(version) {
      return (await schema.updateOne({ _id: 'schema', holder, version: { $lt: version } }, { $set: { version } })).matchedCount > 0;
    },
    async release() {
      await schema.updateOne({ _id: 'schema', holder }, { $set: { until: 0 } });
    },
  };
}
