import type { Connection } from '../connection.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';

interface Queued {
  readonly id: string;
  readonly answer_id: string;
  readonly user_message_id: string;
  readonly ordinal: number;
}

/**
 * Takes the queued turns at or under a message out of the queue. Their messages stay, so that undoing the deletion brings the
 * person's words back; the answers that never began count as stopped.
 */
export function stopQueuedUnder(db: Connection, message: StoredMessage, now: number): void {
  const { conversation_id: conversationId } = message;
  const queued = db.all<Queued>(
    `SELECT t.id, t.answer_id, t.user_message_id, m.ordinal FROM turns t INDEXED BY turns_queued JOIN messages m ON m.id = t.answer_id
     WHERE t.conversation_id = @conversationId AND t.status = 'queued'`,
    { conversationId },
  );
  for (const { id, answer_id: answerId, user_message_id: userMessageId, ordinal } of queued) {
    if (!isAtOrUnder(db, conversationId, ordinal, message.ordinal)) continue;
    db.run(`UPDATE turns SET status = 'stopped', stop_reason = 'stopped', ended_at = @now WHERE id = @id`, { id, now });
    db.run(`UPDATE messages SET status = 'stopped', stop_reason = 'stopped' WHERE id = @answerId`, { answerId });
    db.run(`UPDATE messages SET status = 'done' WHERE id = @userMessageId`, { userMessageId });
  }
}
