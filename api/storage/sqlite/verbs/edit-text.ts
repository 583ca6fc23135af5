import type { Part } from '@parley/contracts';
import type { MessageWithSiblings } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
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

/** The first text part says `text`, the other text parts are dropped, all else stays; without any, one is added at the end. */
export function replaceText(parts: readonly Part[], text: string): Part[] {
  const first = parts.find((part) => part.type === 'text');
  if (first === undefined) return [...parts, { type: 'text', id: freeId(parts), text }];
  return parts.flatMap((part): Part[] => (part === first ? [{ ...first, text }] : part.type === 'text' ? [] : [part]));
}

function freeId(parts: readonly Part[]): string {
  const taken = new Set(parts.map((part) => part.id));
  let count = parts.length + 1;
  while (taken.has(`p${count}`)) count += 1;
  return `p${count}`;
}
