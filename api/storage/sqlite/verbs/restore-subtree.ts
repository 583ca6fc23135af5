import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { hiddenBy } from '../tree/hidden-by.ts';
import { idAt } from '../tree/leaf-under.ts';
import { newestUnder } from '../tree/newest-under.ts';
import { setActiveLeaf } from './set-active-leaf.ts';
import { touchConversation } from './touch-conversation.ts';

export function restoreSubtree(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  messageId: string,
): ConversationRow | 'no-message' | null {
  const conversation = findConversation(db, ownerId, conversationId);
  if (conversation === null) return null;
  const message = findMessage(db, conversationId, messageId);
  if (message === null) return 'no-message';
  const hider = hiddenBy(db, conversationId, message.ordinal);
  if (hider === null) return toConversationRow(conversation);
  if (hider.ordinal !== message.ordinal) return 'no-message';

  db.run('UPDATE messages SET deleted_at = NULL WHERE id = @messageId', { messageId });
  setActiveLeaf(db, conversationId, ownerId, idAt(db, conversationId, newestUnder(db, conversationId, message.ordinal)));
  return touchConversation(db, ownerId, conversationId);
}
