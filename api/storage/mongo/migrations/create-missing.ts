import { MongoServerError, type Db } from 'mongodb';

const namespaceExists = 48;

/** Makes collections that are not there, so that no transaction is the first to write to one. */
export async function createMissing(db: Db, names: readonly string[]): Promise<void> {
  const there = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));
  for (const name of names) {
    if (there.has(name)) continue;
    try {
      await db.createCollection(name);
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== namespaceExists) throw error;
    }
  }
}
