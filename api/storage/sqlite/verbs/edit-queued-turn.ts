import type { Part } from '@parley/contracts';
import type { MessageWithSiblings } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { withSiblings } from '../reads/get-message.ts';
import { findQueuedTurn } from './find-queued-turn.ts';
import { touchConversation } from './touch-conversation.ts';
import { useOtherFiles } from './use-files.ts';

export function editQueuedTurn(db: Connection, { ownerId }: Scope, id: string, parts: Part[], now: number): MessageWithSiblings {
  const { turn, userMessage } = findQueuedTurn(db, ownerId, id);
  const edited = { ...userMessage, parts: JSON.stringify(parts), edited_at: now };
  db.run('UPDATE messages SET parts = @parts, edited_at = @now WHERE id = @id', { id: edited.id, parts: edited.parts, now });
  useOtherFiles(db, ownerId, edited.id, parts);
  touchConversation(db, ownerId, turn.conversation_id);
  return withSiblings(db, edited);
}
