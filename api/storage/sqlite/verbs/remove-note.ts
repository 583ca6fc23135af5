import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { touchConversation } from './touch-conversation.ts';

export function removeNote(db: Connection, { ownerId }: Scope, conversationId: string, id: string): ConversationRow | 'no-note' | null {
  if (findConversation(db, ownerId, conversationId) === null) return null;
  const removed = db.run('DELETE FROM context_notes WHERE conversation_id = @conversationId AND id = @id', { conversationId, id });
  return removed === 0 ? 'no-note' : touchConversation(db, ownerId, conversationId);
}
