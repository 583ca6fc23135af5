import type { Damaged } from '@parley/contracts';
import type { BranchPage, MessageWithSiblings } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import { toMessageRow, type StoredMessage } from '../rows/message-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { hiddenBy } from '../tree/hidden-by.ts';
import { idAt } from '../tree/leaf-under.ts';
import { readPath } from '../tree/read-path.ts';
import { livingChildren } from '../tree/siblings.ts';
import { withSnapshot } from '../with-snapshot.ts';
import { findConversation } from './get-conversation.ts';

interface BranchQuery {
  readonly leafId?: string;
  readonly beforeId?: string;
  readonly limit: number;
}

export function readBranch(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  { leafId, beforeId, limit }: BranchQuery,
): BranchPage | 'no-message' | null {
  return withSnapshot(db, () => {
    const conversation = findConversation(db, ownerId, conversationId);
    if (conversation === null) return null;
    const leaf = findOrdinal(db, conversationId, leafId ?? conversation.active_leaf_id);
    const before = beforeId === undefined ? null : findMessage(db, conversationId, beforeId);
    if ((leaf === null && leafId !== undefined) || (before === null && beforeId !== undefined)) return 'no-message';

    const visibleLeaf = nearestVisible(db, conversationId, leaf ?? 0);
    const from = before === null ? visibleLeaf : nearestVisible(db, conversationId, before.parent_ordinal ?? 0);
    const path = readPath(db, conversationId, from, limit);
    const last = path.at(-1);
    const messages = path.map((step) => readMessage(db, conversationId, step.ordinal)).toReversed();
    return {
      conversation: toConversationRow(conversation),
      leafId: visibleLeaf === 0 ? null : idAt(db, conversationId, visibleLeaf),
      messages,
      earlier: last === undefined || last.parent === null ? null : (messages[0]?.id ?? null),
    };
  });
}

function findOrdinal(db: Connection, conversationId: string, id: string | null): number | null {
  return id === null ? null : (findMessage(db, conversationId, id)?.ordinal ?? null);
}

/** The message itself, or the nearest one above all that is deleted; 0 when nothing is left. */
function nearestVisible(db: Connection, conversationId: string, ordinal: number): number {
  if (ordinal === 0) return 0;
  const hider = hiddenBy(db, conversationId, ordinal);
  return hider === null ? ordinal : (hider.parent_ordinal ?? 0);
}

function readMessage(db: Connection, conversationId: string, ordinal: number): MessageWithSiblings | Damaged {
  const stored = db.get<StoredMessage>('SELECT * FROM messages WHERE conversation_id = @conversationId AND ordinal = @ordinal', {
    conversationId,
    ordinal,
  });
  if (stored === undefined) throw new Error(`Message ${ordinal} of conversation ${conversationId} is missing.`);
  const row = toMessageRow(stored);
  return 'type' in row ? row : { ...row, siblings: livingChildren(db, conversationId, stored.parent_ordinal) };
}
