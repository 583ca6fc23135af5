import type { Hint } from '@parley/contracts';
import { presentConversation } from '../../presenters/present-conversation.ts';
import { presentTurn } from '../../presenters/present-turn.ts';
import type { Bus } from '../../realtime/ports.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';

/** Bus topics that readers follow: `user` of the protocol is one person's, so the bus names the person. */
export const userTopic = (ownerId: string): string => `user:${ownerId}`;
export const conversationTopic = (conversationId: string): string => `conversation:${conversationId}`;

/** Between nodes: asks whichever node runs the turn to stop it. */
export const stopTopic = (turnId: string): string => `stop:${turnId}`;

/** Tells readers what changed. Call after the commit; a lost hint is healed by sync. */
export interface Hints {
  /** The row or its state changed: said to its owner. */
  conversationChanged(row: ConversationRow): void;
  /** Messages were added, edited, deleted or restored: said to those who have the conversation open. */
  messagesChanged(conversationId: string, ids: readonly string[]): void;
  /** A turn was queued, began or ended: said to both. */
  turnChanged(row: TurnRow): void;
  /** A conversation was purged for good: said to its owner. */
  conversationGone(gone: { readonly ownerId: string; readonly conversationId: string; readonly rev: number }): void;
}

export function createHints(bus: Bus): Hints {
  const publish = (topic: string, hint: Hint): void => bus.publish(topic, { kind: 'hint', hint });
  return {
    conversationChanged: (row) => publish(userTopic(row.ownerId), { type: 'conversation', conversation: presentConversation(row) }),
    messagesChanged: (conversationId, ids) =>
      publish(conversationTopic(conversationId), { type: 'messages', conversationId, ids: [...ids] }),
    turnChanged: (row) => {
      const hint: Hint = { type: 'turn', turn: presentTurn(row) };
      publish(userTopic(row.ownerId), hint);
      publish(conversationTopic(row.conversationId), hint);
    },
    conversationGone: (gone) => publish(userTopic(gone.ownerId), { type: 'conversation-gone', id: gone.conversationId, rev: gone.rev }),
  };
}
