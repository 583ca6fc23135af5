import {
  listsOf,
  toListedConversation as fromMongo,
  type StoredConversation as ConversationDocument,
} from '../../mongo/rows/conversation-row.ts';
import { toListedConversation as fromSqlite, type StoredConversation } from '../../sqlite/rows/conversation-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

/** A conversation with its owner's state of it. No turn runs while it is moved, and which lists show it follows from the rest. */
type Conversation = Omit<ConversationDocument, 'runningTurns' | 'lists'>;

type Stored = StoredConversation & { readonly title_folded: string };

const columns = `
  id owner_id rev created_at activity_at deleted_at next_ordinal last_ordinal copied_from
  title title_folded title_source settings`;

export const conversations: Entity<Conversation> = {
  name: 'conversations',
  inSqlite: (db) =>
    sqliteSide<Stored, Conversation>(db, {
      select: 'SELECT * FROM (SELECT * FROM conversation_rows WHERE user_id = owner_id)',
      table: 'conversations',
      key: ['id'],
      keyOf: (stored) => [stored.id],
      toFields: (stored) => ({
        _id: stored.id,
        ownerId: stored.owner_id,
        rev: stored.rev,
        createdAt: stored.created_at,
        activityAt: stored.activity_at,
        deletedAt: stored.deleted_at,
        nextOrdinal: stored.next_ordinal,
        lastOrdinal: stored.last_ordinal,
        copiedFrom: stored.copied_from,
        title: stored.title,
        titleFolded: stored.title_folded,
        titleSource: stored.title_source,
        settings: stored.settings,
        state: {
          activeLeafId: stored.active_leaf_id,
          readOrdinal: stored.read_ordinal,
          pinned: stored.pinned === 1,
          archived: stored.archived === 1,
          draft: stored.draft,
        },
      }),
      toRow: fromSqlite,
      insert: [
        insertInto('conversations', columns),
        `INSERT INTO conversation_states
           (conversation_id, user_id, activity_at, deleted, pinned, archived, active_leaf_id, read_ordinal, draft)
         VALUES (@id, @owner_id, @activity_at, @deleted_at IS NOT NULL, @pinned, @archived, @active_leaf_id, @read_ordinal, @draft)`,
      ],
      toParams: ({ state, ...conversation }) => ({
        id: conversation._id,
        owner_id: conversation.ownerId,
        rev: conversation.rev,
        created_at: conversation.createdAt,
        activity_at: conversation.activityAt,
        deleted_at: conversation.deletedAt,
        next_ordinal: conversation.nextOrdinal,
        last_ordinal: conversation.lastOrdinal,
        copied_from: conversation.copiedFrom,
        title: conversation.title,
        title_folded: conversation.titleFolded,
        title_source: conversation.titleSource,
        settings: conversation.settings,
        pinned: Number(state.pinned),
        archived: Number(state.archived),
        active_leaf_id: state.activeLeafId,
        read_ordinal: state.readOrdinal,
        draft: state.draft,
      }),
    }),
  inMongo: (collections) =>
    mongoSide<ConversationDocument, Conversation>({
      collection: collections.conversations,
      key: ['_id'],
      toFields: ({ runningTurns: _running, lists: _lists, ...conversation }) => conversation,
      toRow: fromMongo,
      toDocument: (conversation) => ({ ...conversation, runningTurns: 0, lists: listsOf(conversation) }),
    }),
};
