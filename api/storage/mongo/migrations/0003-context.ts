import type { Db, IndexDescription } from 'mongodb';
import { createMissing } from './create-missing.ts';
import type { Migration } from './migration.ts';

/** By the collections' own names. */
export const contextIndexes: Readonly<Record<'context_notes' | 'sent_contexts', IndexDescription[]>> = {
  context_notes: [
    { name: 'by_conversation', key: { conversationId: 1, ordinal: 1 } },
    { name: 'by_message', key: { messageId: 1 } },
  ],
  sent_contexts: [{ name: 'by_conversation', key: { conversationId: 1 } }],
};

/** What is sent to models: folds and marks on messages, what each answer was sent, and the ratios by which tokens are counted. */
export const context: Migration = {
  version: 3,
  name: 'context',
  async run(db: Db) {
    await createMissing(db, ['token_calibrations']);
    for (const [name, wanted] of Object.entries(contextIndexes)) await db.collection(name).createIndexes(wanted);
  },
};
