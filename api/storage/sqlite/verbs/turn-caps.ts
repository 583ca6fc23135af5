import { assertThat } from '@parley/contracts/request-error';
import type { Connection } from '../connection.ts';
import type { StoredMessage } from '../rows/message-row.ts';

/** Whether a turn has still to end before what waits behind this message may run. */
export function isUnfinished(message: Pick<StoredMessage, 'status'>): boolean {
  return message.status === 'queued' || message.status === 'running' || message.status === 'waiting';
}

/** Refuses one more running turn when the owner has as many as the cap allows. */
export function assertMayRun(db: Connection, ownerId: string, cap: number): void {
  const { running } = db.get<{ running: number }>(
    `SELECT count(*) AS running FROM turns INDEXED BY turns_running_of_owner WHERE owner_id = @ownerId AND status IN ('running', 'waiting')`,
    { ownerId },
  ) ?? { running: 0 };
  assertThat(running < cap, 'turn.too-many-running', { params: { cap } });
}

interface QueuedTurn {
  readonly parent: number;
  readonly answer: number;
}

/** Refuses one more queued turn when as many as the cap allows wait, one behind another or side by side, for one answer. */
export function assertMayWait(db: Connection, behind: StoredMessage, cap: number): void {
  const queued = db.all<QueuedTurn>(
    `SELECT u.parent_ordinal AS parent, a.ordinal AS answer
     FROM turns t INDEXED BY turns_queued JOIN messages u ON u.id = t.user_message_id JOIN messages a ON a.id = t.answer_id
     WHERE t.conversation_id = @conversationId AND t.status = 'queued' ORDER BY t.seq`,
    { conversationId: behind.conversation_id },
  );
  const parentOf = new Map(queued.map((turn) => [turn.answer, turn.parent]));
  let head = behind.ordinal;
  for (let up = parentOf.get(head); up !== undefined; up = parentOf.get(head)) head = up;

  const waiting = new Set([head]);
  for (const turn of queued) if (waiting.has(turn.parent)) waiting.add(turn.answer);
  assertThat(waiting.size - 1 < cap, 'turn.queue-full', { params: { cap } });
}
