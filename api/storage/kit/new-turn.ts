import { layOver } from '@parley/chat-core';
import type { ConversationRow } from '../ports/conversations.ts';
import type { BeginTurn, TurnRow } from '../ports/turns.ts';

/** The epoch of a turn that has not run yet; every start counts one more. */
const notYetRun = 0;

/** A turn about to be kept, the conversation's settings merged into its own; its model is named apart. */
export function newTurn(
  conversation: Pick<ConversationRow, 'id' | 'ownerId' | 'settings'>,
  input: BeginTurn,
  { status, userMessageId }: { readonly status: 'queued' | 'running'; readonly userMessageId: string | null },
): TurnRow {
  const { model: _, ...settings } = layOver(conversation.settings, input.settings);
  const runs = status === 'running';
  return {
    id: input.turnId,
    ownerId: conversation.ownerId,
    conversationId: conversation.id,
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
