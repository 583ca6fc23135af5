import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import type { StoredTurn } from '../rows/turn-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { leafUnder } from '../tree/leaf-under.ts';
import { shapeUnder } from '../tree/newest-under.ts';
import { placeUnder } from '../tree/skip-ordinal.ts';
import { findQueuedTurn } from './find-queued-turn.ts';
import { setActiveLeaf } from './set-active-leaf.ts';
import { existingConversation, touchConversation } from './touch-conversation.ts';

export function removeQueuedTurn(db: Connection, { ownerId }: Scope, id: string): ConversationRow {
  const { turn, userMessage } = findQueuedTurn(db, ownerId, id);
  const answer = findMessage(db, turn.conversation_id, turn.answer_id);
  if (answer === null) throw new Error(`Answer ${turn.answer_id} is missing.`);

  moveUp(db, answer, userMessage);
  removeRows(db, turn);
  const { activeLeafId } = existingConversation(db, ownerId, turn.conversation_id).state;
  if (activeLeafId === turn.answer_id || activeLeafId === turn.user_message_id) goToParent(db, ownerId, userMessage);
  return touchConversation(db, ownerId, turn.conversation_id);
}

/** Hangs what waits behind the answer under the parent of the message; all below is placed anew, oldest first. */
function moveUp(
  db: Connection,
  answer: StoredMessage,
  { conversation_id: conversationId, parent_id, parent_ordinal }: StoredMessage,
): void {
  const waiting = [...shapeUnder(db, conversationId, answer.ordinal, true)];
  for (const message of waiting) {
    if (message.parent_ordinal === answer.ordinal) {
      db.run('UPDATE messages SET parent_id = @parent_id, parent_ordinal = @parent_ordinal WHERE id = @id', {
        id: message.id,
        parent_id,
        parent_ordinal,
      });
    }
    const parent = message.parent_ordinal === answer.ordinal ? parent_ordinal : message.parent_ordinal;
    const place = placeUnder(db, conversationId, parent ?? 0);
    db.run('UPDATE messages SET depth = @depth, skip_ordinal = @skip WHERE id = @id', { id: message.id, ...place });
  }
}

/** The answer goes first, since it refers to its question; the turn goes with its answer. Their ids are never given again. */
function removeRows(db: Connection, turn: StoredTurn): void {
  const { conversation_id: conversationId, owner_id: ownerId } = turn;
  for (const messageId of [turn.answer_id, turn.user_message_id]) {
    db.run('DELETE FROM messages WHERE id = @messageId', { messageId });
    db.run('DELETE FROM seen_leaves WHERE conversation_id = @conversationId AND user_id = @ownerId AND message_id = @messageId', {
      conversationId,
      ownerId,
      messageId,
    });
  }
  db.run(
    `INSERT INTO tombstones (id, kind, owner_id)
     VALUES (@turnId, 'turn', @ownerId), (@answerId, 'message', @ownerId), (@userMessageId, 'message', @ownerId)`,
    { ownerId, turnId: turn.id, answerId: turn.answer_id, userMessageId: turn.user_message_id },
  );
  db.run(
    `UPDATE conversations SET last_ordinal = (SELECT coalesce(max(ordinal), 0) FROM messages WHERE conversation_id = @conversationId)
     WHERE id = @conversationId`,
    { conversationId },
  );
}

function goToParent(db: Connection, ownerId: string, { conversation_id: conversationId, parent_id }: StoredMessage): void {
  const parent = parent_id === null ? null : findMessage(db, conversationId, parent_id);
  setActiveLeaf(db, conversationId, ownerId, parent === null ? null : leafUnder(db, conversationId, ownerId, parent));
}
