import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { getConversation } from '../reads/get-conversation.ts';
import { touchConversation } from './touch-conversation.ts';

export function setDeleted(db: Connection, scope: Scope, id: string, deletedAt: number | null): ConversationRow | null {
  const conversation = getConversation(db, scope, id);
  if (conversation === null) return null;
  if ((conversation.deletedAt === null) === (deletedAt === null)) return conversation;
  db.run('UPDATE conversations SET deleted_at = @deletedAt WHERE id = @id', { id, deletedAt });
  return touchConversation(db, scope.ownerId, id);
}
