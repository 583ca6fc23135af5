import type { Db, IndexDescription } from 'mongodb';
import type { Migration } from './migration.ts';

/** By the collection's own name. */
export const chunkIndexes: Readonly<Record<'chunks', IndexDescription[]>> = {
  chunks: [
    { name: 'by_conversation', key: { conversationId: 1 } },
    { name: 'by_text', key: { of: 1 } },
  ],
};

/** Texts that are too long for a document of their own. What is there already is short enough, and stays as it is. */
export const chunks: Migration = {
  version: 2,
  name: 'chunks',
  async run(db: Db) {
    await db.collection('chunks').createIndexes(chunkIndexes.chunks);
  },
};
