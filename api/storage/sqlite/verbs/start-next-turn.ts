import type { TurnStatus } from '@parley/contracts';
import type { Connection } from '../connection.ts';
import type { StoredTurn } from '../rows/turn-row.ts';
import { startTurn } from './start-turn.ts';

type Candidate = StoredTurn & { readonly predecessor_id: string; readonly predecessor_status: TurnStatus };

/**
 * Starts what waited for a done turn: the oldest queued turn behind its answer, else the oldest of the conversation whose
 * predecessor is done (one of several that waited side by side). Null when there is none, or the conversation is in the bin.
 */
export function startNextTurn(db: Connection, done: StoredTurn, node: string): StoredTurn | null {
  const ready = db
    .all<Candidate>(
      `SELECT t.*, p.id AS predecessor_id, p.status AS predecessor_status
       FROM turns t INDEXED BY turns_queued JOIN messages u ON u.id = t.user_message_id JOIN messages p ON p.id = u.parent_id
       WHERE t.conversation_id = @conversationId AND t.status = 'queued' ORDER BY t.seq`,
      { conversationId: done.conversation_id },
    )
    .filter((turn) => turn.predecessor_status === 'done');
  const next = ready.find((turn) => turn.predecessor_id === done.answer_id) ?? ready[0];
  if (next === undefined || isInBin(db, done.conversation_id)) return null;
  const { predecessor_id: _id, predecessor_status: _status, ...turn } = next;
  return startTurn(db, turn, node);
}

export function isInBin(db: Connection, conversationId: string): boolean {
  return db.get('SELECT 1 FROM conversations WHERE id = @conversationId AND deleted_at IS NOT NULL', { conversationId }) !== undefined;
}
