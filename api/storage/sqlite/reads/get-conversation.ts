import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';

/** As the table has it; null when it is unknown or another person's. */
export function findConversation(db: Connection, ownerId: string, id: string): StoredConversation | null {
  const stored = db.get<StoredConversation>(
    'SELECT * FROM conversation_rows WHERE id = @id AND user_id = @ownerId AND owner_id = @ownerId',
    { id, ownerId },
  );
  return stored ?? null;
}

export function getConversation(db: Connection, { ownerId }: Scope, id: string): ConversationRow | null {
  const stored = findConversation(db, ownerId, id);
  return stored === null ? null : toConversationRow(stored);
}
