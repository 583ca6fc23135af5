import type { MessageRow } from '../../ports/messages.ts';
import type { Connection } from '../connection.ts';
import { fromMessageRow } from '../rows/message-row.ts';
import { placeUnder } from '../tree/skip-ordinal.ts';

/** Adds a message under its parent, which must be there. */
export function insertMessage(db: Connection, row: MessageRow): void {
  db.run(
    `INSERT INTO messages (id, conversation_id, ordinal, parent_id, parent_ordinal, depth, skip_ordinal, role, status, turn_id,
       created_at, edited_at, deleted_at, stop_reason, model, usage, error, parts)
     VALUES (@id, @conversationId, @ordinal, @parentId, @parentOrdinal, @depth, @skip, @role, @status, @turnId,
       @createdAt, @editedAt, @deletedAt, @stopReason, @model, @usage, @error, @parts)`,
    { ...fromMessageRow(row), ...placeUnder(db, row.conversationId, row.parentOrdinal) },
  );
}
