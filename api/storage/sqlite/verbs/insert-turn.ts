import type { TurnRow } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { fromTurnRow } from '../rows/turn-row.ts';

export function insertTurn(db: Connection, row: TurnRow, digest: string): void {
  db.run(
    `INSERT INTO turns (id, owner_id, conversation_id, answer_id, user_message_id, kind, status, model, settings, digest, owner_node,
       epoch, stop_reason, error, created_at, ended_at)
     VALUES (@id, @ownerId, @conversationId, @answerId, @userMessageId, @kind, @status, @model, @settings, @digest, @ownerNode,
       @epoch, @stopReason, @error, @createdAt, @endedAt)`,
    fromTurnRow(row, digest),
  );
}
