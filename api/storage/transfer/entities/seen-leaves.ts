import type { StoredSeenLeaf } from '../../mongo/collections.ts';
import { seenId } from '../../mongo/tree/leaf-under.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

interface Stored {
  readonly conversation_id: string;
  readonly user_id: string;
  readonly message_id: string;
  readonly leaf_id: string;
}

/** The leaves people last saw under messages they left. A document's id is made of both ids, in the order of the key here. */
export const seenLeaves: Entity<StoredSeenLeaf> = {
  name: 'seen leaves',
  inSqlite: (db) =>
    sqliteSide<Stored, StoredSeenLeaf>(db, {
      select: 'SELECT * FROM seen_leaves',
      table: 'seen_leaves',
      key: ['user_id', 'message_id'],
      keyOf: (stored) => [stored.user_id, stored.message_id],
      toFields: (stored) => ({
        _id: seenId(stored.user_id, stored.message_id),
        conversationId: stored.conversation_id,
        leafId: stored.leaf_id,
      }),
      toRow: () => null,
      insert: [insertInto('seen_leaves', 'conversation_id user_id message_id leaf_id')],
      toParams: ({ _id, conversationId, leafId }) => {
        const colon = _id.indexOf(':');
        return { conversation_id: conversationId, user_id: _id.slice(0, colon), message_id: _id.slice(colon + 1), leaf_id: leafId };
      },
    }),
  inMongo: (collections) =>
    mongoSide<StoredSeenLeaf, StoredSeenLeaf>({
      collection: collections.seenLeaves,
      key: ['_id'],
      toFields: ({ _id, conversationId, leafId }) => ({ _id, conversationId, leafId }),
      toRow: () => null,
      toDocument: (leaf) => leaf,
    }),
};
