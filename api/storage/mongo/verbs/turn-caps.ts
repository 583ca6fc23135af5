import { assertThat } from '@parley/contracts/request-error';
import { queuedTurns } from '../reads/turns.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import type { OwnerUnit } from '../unit.ts';

/** Whether a turn has still to end before what waits behind this message may run. */
export function isUnfinished({ status }: Pick<StoredMessage, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'waiting';
}

/** Refuses one more running turn when the owner has as many as the cap allows. */
export function assertMayRun(unit: OwnerUnit, cap: number): void {
  assertThat(unit.owner.running < cap, 'turn.too-many-running', { params: { cap } });
}

/** Refuses one more queued turn when as many as the cap allows wait, one behind another or side by side, for one answer. */
export async function assertMayWait(unit: OwnerUnit, behind: Pick<StoredMessage, '_id' | 'conversationId'>, cap: number): Promise<void> {
  const turns = await queuedTurns(unit, behind.conversationId);
  const questions = await unit.in.messages
    .find({ _id: { $in: turns.flatMap((turn) => turn.userMessageId ?? []) } }, unit.at)
    .project<Pick<StoredMessage, '_id' | 'parentId'>>({ parentId: 1 })
    .toArray();
  const parentOfQuestion = new Map(questions.map((question) => [question._id, question.parentId]));
  const queued = turns.map((turn) => ({ answer: turn.answerId, parent: parentOfQuestion.get(turn.userMessageId ?? '') ?? null }));
  const parentOf = new Map(queued.map((turn) => [turn.answer, turn.parent]));
  let head: string | null = behind._id;
  for (let up = parentOf.get(head); up !== undefined && up !== null; up = parentOf.get(head)) head = up;

  const waiting = new Set<string | null>([head]);
  for (const turn of queued) if (waiting.has(turn.parent)) waiting.add(turn.answer);
  assertThat(waiting.size - 1 < cap, 'turn.queue-full', { params: { cap } });
}
