import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { touchConversation } from './touch-conversation.ts';

export function editNote(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  id: string,
  text: string,
  now: number,
): ConversationRow | 'no-note' | null {
  if (findConversation(db, ownerId, conversationId) === null) return null;
  const changed = db.run(
    `UPDATE context_notes SET text = @text, edited_at = @now WHERE conversation_id = @conversationId AND id = @id AND kind = 'summary'`,
    { conversationId, id, text, now },
  );
  return changed === 0 ? 'no-note' : touchConversation(db, ownerId, conversationId);
}
