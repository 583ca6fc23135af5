import type { Collections } from '../../mongo/collections.ts';
import { toMessageRow as fromMongo, type StoredMessage as MessageDocument } from '../../mongo/rows/message-row.ts';
import { readLongText } from '../../mongo/texts/long-text.ts';
import { splitText } from '../../mongo/texts/split-text.ts';
import { toMessageRow as fromSqlite, type StoredMessage } from '../../sqlite/rows/message-row.ts';
import type { Entity, Kept, Side } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

type Stored = StoredMessage & { readonly owner_id: string };

const columns = `
  id conversation_id ordinal parent_id parent_ordinal depth skip_ordinal role status turn_id created_at
  edited_at deleted_at stop_reason model usage cost error parts`;

/** Long parts are in chunks there, which this side puts together and takes apart again. */
function inMongo({ messages: collection, chunks }: Collections): Side<MessageDocument> {
  const side = mongoSide<MessageDocument, MessageDocument>({
    collection,
    key: ['_id'],
    toFields: (stored) => stored,
    toRow: fromMongo,
    toDocument: (message) => message,
  });
  // A message that cost nothing has no such field there, and an empty one in a table: both mean the same.
  const whole = async ({ longParts, cost = null, ...message }: MessageDocument): Promise<MessageDocument> => ({
    ...message,
    cost,
    ...(longParts === undefined ? {} : { parts: (await readLongText(chunks, longParts)) ?? '' }),
  });
  const apart = async (message: MessageDocument): Promise<MessageDocument> => {
    const { _id: of, conversationId } = message;
    // The same key each time, so that repeating it changes nothing.
    const split = await splitText(message.parts, { key: `moved:${of}`, of, conversationId });
    for (const chunk of split.chunks) await chunks.replaceOne({ _id: chunk._id }, chunk, { upsert: true });
    return { ...message, parts: split.text, longParts: split.long };
  };
  return {
    count: side.count,
    async page(after, limit) {
      const found: Kept<MessageDocument>[] = [];
      for (const { key, fields } of await side.page(after, limit)) {
        const message = await whole(fields);
        found.push({ key, fields: message, row: fromMongo(message) });
      }
      return found;
    },
    async put(many) {
      const documents: MessageDocument[] = [];
      for (const message of many) documents.push(await apart(message));
      await side.put(documents);
    },
  };
}

export const messages: Entity<MessageDocument> = {
  name: 'messages',
  inSqlite: (db) =>
    sqliteSide<Stored, MessageDocument>(db, {
      select: 'SELECT m.*, c.owner_id FROM messages m JOIN conversations c ON c.id = m.conversation_id',
      table: 'messages',
      key: ['m.id'],
      keyOf: (stored) => [stored.id],
      toFields: (stored) => ({
        _id: stored.id,
        conversationId: stored.conversation_id,
        ownerId: stored.owner_id,
        ordinal: stored.ordinal,
        parentId: stored.parent_id,
        parentOrdinal: stored.parent_ordinal ?? 0,
        depth: stored.depth,
        skip: stored.skip_ordinal,
        role: stored.role,
        status: stored.status,
        turnId: stored.turn_id,
        createdAt: stored.created_at,
        editedAt: stored.edited_at,
        deletedAt: stored.deleted_at,
        stopReason: stored.stop_reason,
        model: stored.model,
        usage: stored.usage,
        cost: stored.cost,
        error: stored.error,
        parts: stored.parts,
      }),
      toRow: fromSqlite,
      insert: [insertInto('messages', columns)],
      toParams: (message) => ({
        id: message._id,
        conversation_id: message.conversationId,
        ordinal: message.ordinal,
        parent_id: message.parentId,
        parent_ordinal: message.parentOrdinal === 0 ? null : message.parentOrdinal,
        depth: message.depth,
        skip_ordinal: message.skip,
        role: message.role,
        status: message.status,
        turn_id: message.turnId,
        created_at: message.createdAt,
        edited_at: message.editedAt,
        deleted_at: message.deletedAt,
        stop_reason: message.stopReason,
        model: message.model,
        usage: message.usage,
        cost: message.cost ?? null,
        error: message.error,
        parts: message.parts,
      }),
    }),
  inMongo,
};
