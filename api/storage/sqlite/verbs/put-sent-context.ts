import type { SentContextRow } from '../../ports/context.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { findMessage } from '../tree/find-message.ts';

export function putSentContext(db: Connection, { ownerId }: Scope, conversationId: string, sent: SentContextRow): boolean {
  const { answerId } = sent;
  if (findConversation(db, ownerId, conversationId) === null || findMessage(db, conversationId, answerId) === null) return false;
  db.run('INSERT INTO sent_contexts (answer_id, body) VALUES (@answerId, @body) ON CONFLICT DO UPDATE SET body = excluded.body', {
    answerId,
    body: JSON.stringify(sent),
  });
  return true;
}
