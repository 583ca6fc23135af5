import type { SentContextRow } from '../../ports/context.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toSentContext, type StoredSentContext } from '../rows/note-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { findConversation } from './get-conversation.ts';

export function getSentContext(db: Connection, { ownerId }: Scope, conversationId: string, answerId: string): SentContextRow | null {
  if (findConversation(db, ownerId, conversationId) === null || findMessage(db, conversationId, answerId) === null) return null;
  const stored = db.get<StoredSentContext>('SELECT * FROM sent_contexts WHERE answer_id = @answerId', { answerId });
  return stored === undefined ? null : toSentContext(stored);
}
