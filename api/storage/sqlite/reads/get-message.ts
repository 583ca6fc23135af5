import type { MessageWithSiblings } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toMessageRow, type StoredMessage } from '../rows/message-row.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { livingChildren } from '../tree/siblings.ts';
import { withSnapshot } from '../with-snapshot.ts';
import { findConversation } from './get-conversation.ts';

export function getMessage(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  messageId: string,
): MessageWithSiblings | 'no-message' | null {
  return withSnapshot(db, () => {
    if (findConversation(db, ownerId, conversationId) === null) return null;
    const stored = findVisibleMessage(db, conversationId, messageId);
    return stored === null ? 'no-message' : withSiblings(db, stored);
  });
}

/** Where one message is wanted, a damaged one is an error: nothing may be built on it, and it is left as it is. */
export function withSiblings(db: Connection, stored: StoredMessage): MessageWithSiblings {
  const row = toMessageRow(stored);
  if ('type' in row) throw new Error(`Message ${row.id} cannot be read.`);
  return { ...row, siblings: livingChildren(db, stored.conversation_id, stored.parent_ordinal) };
}
