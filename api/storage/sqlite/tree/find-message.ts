import type { Connection } from '../connection.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { hiddenBy } from './hidden-by.ts';

/** A message of this conversation, hidden or not. The conversation must have been found in the caller's scope before. */
export function findMessage(db: Connection, conversationId: string, id: string): StoredMessage | null {
  const row = db.get<StoredMessage>('SELECT * FROM messages WHERE id = @id', { id });
  return row?.conversation_id === conversationId ? row : null;
}

/** A message of this conversation that neither is deleted nor lies under a deleted one. */
export function findVisibleMessage(db: Connection, conversationId: string, id: string): StoredMessage | null {
  const row = findMessage(db, conversationId, id);
  return row !== null && hiddenBy(db, conversationId, row.ordinal) === null ? row : null;
}
