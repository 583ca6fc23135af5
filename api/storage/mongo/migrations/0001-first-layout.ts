import type { Db, IndexDescription } from 'mongodb';
import { createMissing } from './create-missing.ts';
import type { Migration } from './migration.ts';

const deleted = { deletedAt: { $gte: 0 } };

type Named = 'users' | 'sessions' | 'keys' | 'conversations' | 'messages' | 'turns' | 'tombstones' | 'seen_leaves';

/**
 * By the collections' own names. Partial ones hold only what their queries ask for: `active` is a field that queued, running and
 * waiting turns have and ended ones have not.
 */
export const firstIndexes: Readonly<Record<Named, IndexDescription[]>> = {
  users: [{ name: 'by_email', key: { emailKey: 1 }, unique: true }],
  sessions: [
    { name: 'by_token', key: { 'tokens.hash': 1 }, unique: true },
    { name: 'by_use', key: { userId: 1, lastUsedAt: -1, seq: -1 } },
    { name: 'by_age', key: { userId: 1, seq: -1 } },
  ],
  keys: [{ name: 'by_owner', key: { ownerId: 1, endpointId: 1 }, unique: true }],
  conversations: [
    { name: 'lists', key: { ownerId: 1, lists: 1, activityAt: -1, _id: -1 } },
    { name: 'by_rev', key: { ownerId: 1, rev: 1 }, unique: true },
    { name: 'in_bin', key: { deletedAt: 1 }, partialFilterExpression: deleted },
  ],
  messages: [
    { name: 'by_ordinal', key: { conversationId: 1, ordinal: 1 }, unique: true },
    { name: 'shape', key: { conversationId: 1, ordinal: 1, parentOrdinal: 1, skip: 1, depth: 1 } },
    { name: 'by_parent', key: { conversationId: 1, parentOrdinal: 1, ordinal: 1 } },
    { name: 'deleted', key: { conversationId: 1, deletedAt: 1, ordinal: -1 }, partialFilterExpression: deleted },
    { name: 'in_bin', key: { deletedAt: 1 }, partialFilterExpression: deleted },
  ],
  turns: [
    { name: 'active_of_owner', key: { ownerId: 1, seq: 1 }, partialFilterExpression: { active: true } },
    { name: 'active_of_conversation', key: { conversationId: 1, status: 1, seq: 1 }, partialFilterExpression: { active: true } },
    { name: 'active', key: { active: 1, status: 1 }, partialFilterExpression: { active: true } },
    { name: 'by_answer', key: { answerId: 1 } },
    { name: 'by_conversation', key: { conversationId: 1 } },
  ],
  tombstones: [{ name: 'by_rev', key: { ownerId: 1, kind: 1, rev: 1 } }],
  seen_leaves: [{ name: 'by_conversation', key: { conversationId: 1 } }],
};

export const firstLayout: Migration = {
  version: 1,
  name: 'first layout',
  async run(db: Db) {
    await createMissing(db, ['owners', 'nodes']);
    for (const [name, wanted] of Object.entries(firstIndexes)) await db.collection(name).createIndexes(wanted);
  },
};
