import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { leafUnder } from '../tree/leaf-under.ts';
import { rememberLeaf } from '../tree/remember-leaf.ts';
import { setActiveLeaf } from './set-active-leaf.ts';
import { touchConversation } from './touch-conversation.ts';

export function selectMessage(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  messageId: string,
  leavingId?: string,
): ConversationRow | 'no-message' | null {
  const conversation = findConversation(db, ownerId, conversationId);
  if (conversation === null) return null;
  const message = findVisibleMessage(db, conversationId, messageId);
  if (message === null) return 'no-message';
  rememberLeaf(db, {
    conversationId,
    userId: ownerId,
    activeLeafId: conversation.active_leaf_id,
    leavingId: leavingId === messageId ? undefined : leavingId,
    parentOrdinal: message.parent_ordinal,
  });
  setActiveLeaf(db, conversationId, ownerId, leafUnder(db, conversationId, ownerId, message));
  return touchConversation(db, ownerId, conversationId);
}
