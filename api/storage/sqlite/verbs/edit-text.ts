import type { MessageWithSiblings } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
import { replaceText } from '../../kit/replace-text.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { withSiblings } from '../reads/get-message.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { touchConversation } from './touch-conversation.ts';
import { isUnfinished } from './turn-caps.ts';

export function editText(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  messageId: string,
  text: string,
  now: number,
): MessageWithSiblings | 'busy' | 'no-message' | null {
  if (findConversation(db, ownerId, conversationId) === null) return null;
  const stored = findVisibleMessage(db, conversationId, messageId);
  if (stored === null) return 'no-message';
  if (stored.role === 'assistant' && isUnfinished(stored)) return 'busy';

  const message = withSiblings(db, stored);
  const parts = replaceText(message.parts, text);
  db.run('UPDATE messages SET parts = @parts, edited_at = @now WHERE id = @id', { id: messageId, parts: JSON.stringify(parts), now });
  touchConversation(db, ownerId, conversationId);
  return { ...message, parts, editedAt: now };
}
