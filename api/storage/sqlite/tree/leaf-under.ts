import type { Connection } from '../connection.ts';
import { hiddenBy } from './hidden-by.ts';
import { isAtOrUnder } from './is-at-or-under.ts';
import { findMessage } from './find-message.ts';
import { newestUnder } from './newest-under.ts';

/**
 * Where choosing a visible message leads: to the leaf last seen under it, or what has grown under that since, else to its
 * newest descendant.
 */
export function leafUnder(
  db: Connection,
  conversationId: string,
  userId: string,
  message: { readonly id: string; readonly ordinal: number },
): string {
  const seen = seenOrdinal(db, conversationId, userId, message);
  return idAt(db, conversationId, newestUnder(db, conversationId, seen ?? message.ordinal));
}

function seenOrdinal(
  db: Connection,
  conversationId: string,
  userId: string,
  message: { readonly id: string; readonly ordinal: number },
): number | null {
  const seen = db.get<{ leaf_id: string }>(
    'SELECT leaf_id FROM seen_leaves WHERE conversation_id = @conversationId AND user_id = @userId AND message_id = @messageId',
    { conversationId, userId, messageId: message.id },
  );
  const leaf = seen === undefined ? null : findMessage(db, conversationId, seen.leaf_id);
  if (leaf === null || !isAtOrUnder(db, conversationId, leaf.ordinal, message.ordinal)) return null;
  return hiddenBy(db, conversationId, leaf.ordinal) === null ? leaf.ordinal : null;
}

/** The id of the message with this ordinal, which must exist. */
export function idAt(db: Connection, conversationId: string, ordinal: number): string {
  const row = db.get<{ id: string }>('SELECT id FROM messages WHERE conversation_id = @conversationId AND ordinal = @ordinal', {
    conversationId,
    ordinal,
  });
  if (row === undefined) throw new Error(`Message ${ordinal} of conversation ${conversationId} is missing.`);
  return row.id;
}
