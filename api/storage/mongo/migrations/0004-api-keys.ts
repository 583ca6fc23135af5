import type { Db, IndexDescription } from 'mongodb';
import type { Migration } from './migration.ts';

/** By the collection's own name. */
export const apiKeyIndexes: Readonly<Record<'api_keys', IndexDescription[]>> = {
  api_keys: [
    { name: 'by_hash', key: { hash: 1 }, unique: true },
    { name: 'by_owner', key: { ownerId: 1, createdAt: -1, _id: -1 } },
  ],
};

/** Keys that people make for their programs. */
export const apiKeys: Migration = {
  version: 4,
  name: 'api keys',
  async run(db: Db) {
    await db.collection('api_keys').createIndexes(apiKeyIndexes.api_keys);
  },
};
