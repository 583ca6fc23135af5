import type { Collection, Document, OptionalUnlessRequiredId, WithId } from 'mongodb';
import { settleRace } from './settle-race.ts';

/** Milliseconds after which a document that was begun and never changed is removed. */
const begunKeptFor = 3_600_000;

/** A change, a beginning and a change again; more only when a TTL index removes in between. */
const attempts = 3;

/**
 * Changes a document in one atomic step, by a pipeline that also takes a document without any fields, and gives it as it is then. Not
 * an upsert: of upserts that race some servers say too little about what became of them.
 */
export async function changeDocument<Kept extends Document & { _id: string; forgetAt: Date }>(
  collection: Collection<Kept>,
  id: string,
  pipeline: Document[],
): Promise<WithId<Kept>> {
  const filter = { _id: id } as Parameters<typeof collection.findOneAndUpdate>[0];
  const begun = { _id: id, forgetAt: new Date(Date.now() + begunKeptFor) } as unknown as OptionalUnlessRequiredId<Kept>;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const changed = await collection.findOneAndUpdate(filter, pipeline, { returnDocument: 'after' });
    if (changed !== null) return changed;
    await settleRace(() => collection.insertOne(begun));
  }
  throw new Error('A document is removed whenever it is begun.');
}
