import { assertThat } from '@parley/contracts/request-error';
import type { Connection } from '../connection.ts';
import { findTurn } from '../reads/get-turn.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import type { StoredTurn } from '../rows/turn-row.ts';
import { findMessage } from '../tree/find-message.ts';

/** A turn that waits, with the message that waits with it. Throws `turn.not-found` and `turn.not-queued`. */
export function findQueuedTurn(db: Connection, ownerId: string, id: string): { turn: StoredTurn; userMessage: StoredMessage } {
  const turn = findTurn(db, ownerId, id);
  assertThat(turn !== null, 'turn.not-found');
  assertThat(turn.status === 'queued', 'turn.not-queued');
  const userMessage = turn.user_message_id === null ? null : findMessage(db, turn.conversation_id, turn.user_message_id);
  if (userMessage === null) throw new Error(`Queued turn ${id} has no message.`);
  return { turn, userMessage };
}
