import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { runningTurns } from '../reads/list-running-under.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { hiddenBy } from '../tree/hidden-by.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import { leafUnder } from '../tree/leaf-under.ts';
import { setActiveLeaf } from './set-active-leaf.ts';
import { stopQueuedUnder } from './stop-queued-under.ts';
import { touchConversation } from './touch-conversation.ts';

export function deleteSubtree(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  messageId: string,
  now: number,
): ConversationRow | 'busy' | 'no-message' | null {
  const conversation = findConversation(db, ownerId, conversationId);
  if (conversation === null) return null;
  const message = findMessage(db, conversationId, messageId);
  if (message === null) return 'no-message';
  const hider = hiddenBy(db, conversationId, message.ordinal);
  if (hider !== null) return hider.ordinal === message.ordinal ? toConversationRow(conversation) : 'no-message';
  const isUnder = (ordinal: number): boolean => isAtOrUnder(db, conversationId, ordinal, message.ordinal);
  if (runningTurns(db, conversationId).some((turn) => isUnder(turn.ordinal))) return 'busy';

  stopQueuedUnder(db, message, now);
  db.run('UPDATE messages SET deleted_at = @now WHERE id = @messageId', { messageId, now });
  const leaf = conversation.active_leaf_id === null ? null : findMessage(db, conversationId, conversation.active_leaf_id);
  if (leaf !== null && isUnder(leaf.ordinal)) setActiveLeaf(db, conversationId, ownerId, leafBeside(db, ownerId, message));
  return touchConversation(db, ownerId, conversationId);
}

interface Sibling {
  readonly id: string;
  readonly ordinal: number;
}

/** The leaf under the nearest older sibling, else under the nearest newer one, else the parent; null when nothing is left. */
function leafBeside(db: Connection, ownerId: string, message: StoredMessage): string | null {
  const { conversation_id: conversationId, parent_ordinal: parentOrdinal, ordinal } = message;
  const place = { conversationId, parentOrdinal, ordinal };
  const older = db.get<Sibling>(
    `SELECT id, ordinal FROM messages WHERE conversation_id = @conversationId AND parent_ordinal IS @parentOrdinal
     AND ordinal < @ordinal AND deleted_at IS NULL ORDER BY ordinal DESC LIMIT 1`,
    place,
  );
  const newer = db.get<Sibling>(
    `SELECT id, ordinal FROM messages WHERE conversation_id = @conversationId AND parent_ordinal IS @parentOrdinal
     AND ordinal > @ordinal AND deleted_at IS NULL ORDER BY ordinal LIMIT 1`,
    place,
  );
  const sibling = older ?? newer;
  return sibling === undefined ? message.parent_id : leafUnder(db, conversationId, ownerId, sibling);
}
