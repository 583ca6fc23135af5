import type { Turn } from '@parley/contracts';
import type { TurnRow } from '../storage/ports/turns.ts';

/** What a person may see of a turn: not the node that works on it, nor its epoch. */
export function presentTurn(row: TurnRow): Turn {
  return {
    id: row.id,
    conversationId: row.conversationId,
    answerId: row.answerId,
    userMessageId: row.userMessageId,
    kind: row.kind,
    status: row.status,
    stopReason: row.stopReason,
    error: row.error,
    createdAt: row.createdAt,
    endedAt: row.endedAt,
  };
}
