import type { Db, IndexDescription } from 'mongodb';
import { createMissing } from './create-missing.ts';
import type { Migration } from './migration.ts';

const unsent = { unsentSince: { $gte: 0 } };

/** By the collections' own names. Files that a message uses have no `unsentSince`. */
export const fileIndexes: Readonly<Record<'files' | 'file_uses', IndexDescription[]>> = {
  files: [
    { name: 'unsent_of_owner', key: { ownerId: 1, unsentSince: 1 }, partialFilterExpression: unsent },
    { name: 'unsent', key: { unsentSince: 1 }, partialFilterExpression: unsent },
  ],
  file_uses: [
    { name: 'by_message', key: { messageId: 1, fileId: 1 }, unique: true },
    { name: 'by_conversation', key: { conversationId: 1 } },
    { name: 'by_file', key: { fileId: 1 } },
  ],
};

/** Files of people, the messages that use them, and what the stores of files are marked with. */
export const files: Migration = {
  version: 5,
  name: 'files',
  async run(db: Db) {
    await createMissing(db, ['installation']);
    for (const [name, wanted] of Object.entries(fileIndexes)) await db.collection(name).createIndexes(wanted);
  },
};
