import type { Connection } from '../connection.ts';
import type { StoredTurn } from '../rows/turn-row.ts';

/** Lets a queued turn run: one epoch further, its message sent, its answer being written. */
export function startTurn(db: Connection, turn: StoredTurn, node: string): StoredTurn {
  const started: StoredTurn = { ...turn, status: 'running', owner_node: node, epoch: turn.epoch + 1 };
  db.run(`UPDATE turns SET status = 'running', owner_node = @node, epoch = @epoch WHERE id = @id`, {
    id: turn.id,
    node,
    epoch: started.epoch,
  });
  db.run(`UPDATE messages SET status = 'running' WHERE id = @answerId`, { answerId: turn.answer_id });
  db.run(`UPDATE messages SET status = 'done' WHERE id = @userMessageId`, { userMessageId: turn.user_message_id });
  return started;
}
