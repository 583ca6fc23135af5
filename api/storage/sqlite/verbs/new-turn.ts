import type { BeginTurn, TurnRow } from '../../ports/turns.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';

/** The epoch of a turn that has not run yet; every start counts one more. */
const notYetRun = 0;

/** A turn about to be kept, the conversation's settings merged into its own; its model is named apart. */
export function newTurn(
  stored: StoredConversation,
  input: BeginTurn,
  { status, userMessageId }: { readonly status: 'queued' | 'running'; readonly userMessageId: string | null },
): TurnRow {
  const { model: _, ...settings } = { ...toConversationRow(stored).settings, ...input.settings };
  const runs = status === 'running';
  return {
    id: input.turnId,
    ownerId: stored.owner_id,
    conversationId: stored.id,
    answerId: input.answerId,
    userMessageId,
    kind: input.kind,
    status,
    model: input.model,
    settings,
    ownerNode: runs ? input.node : null,
    epoch: runs ? notYetRun + 1 : notYetRun,
    stopReason: null,
    error: null,
    createdAt: input.now,
    endedAt: null,
  };
}
