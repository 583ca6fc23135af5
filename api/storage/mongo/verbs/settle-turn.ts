import { assertThat } from '@parley/contracts/request-error';
import { writeJson } from '../../kit/json.ts';
import type { SettledTurn, SettleTurn } from '../../ports/turns.ts';
import { existingConversation, findConversation } from '../reads/conversations.ts';
import { findTurn, queuedTurns } from '../reads/turns.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import type { OwnerUnit } from '../unit.ts';
import { changeConversation } from './change-conversation.ts';
import { startTurn } from './queued-turns.ts';

export async function settleTurn(unit: OwnerUnit, input: SettleTurn): Promise<SettledTurn> {
  const turn = await findTurn(unit, unit.ownerId, input.turnId);
  assertThat(turn !== null, 'turn.not-found');
  if (turn.endedAt !== null) {
    const conversation = await existingConversation(unit, unit.ownerId, turn.conversationId);
    return { fresh: false, turn: toTurnRow(turn), conversation, next: null };
  }
  assertThat(turn.epoch === input.epoch, 'turn.stale-epoch');

  const ended = await endTurn(unit, turn, input);
  await storeAnswer(unit, turn, input);
  const next = input.status === 'done' ? await startNextTurn(unit, ended, input.node) : null;
  const conversation = await changeConversation(
    unit,
    turn.conversationId,
    {},
    (turn.status === 'queued' ? 0 : -1) + (next === null ? 0 : 1),
  );
  return { fresh: true, turn: toTurnRow(ended), conversation, next: next === null ? null : toTurnRow(next) };
}

async function endTurn(unit: OwnerUnit, turn: StoredTurn, { status, stopReason, error, now }: SettleTurn): Promise<StoredTurn> {
  const set = { status, stopReason, error: writeJson(error), endedAt: now };
  await unit.in.turns.updateOne({ _id: turn._id }, { $set: set, $unset: { active: 1, checkpoint: 1 } }, unit.at);
  return { ...turn, ...set };
}

async function storeAnswer(unit: OwnerUnit, turn: StoredTurn, { status, stopReason, error, parts, usage }: SettleTurn): Promise<void> {
  const set = { status, stopReason, error: writeJson(error), usage: writeJson(usage), parts: JSON.stringify(parts) };
  await unit.in.messages.updateOne({ _id: turn.answerId }, { $set: set }, unit.at);
  if (turn.status === 'queued' && turn.userMessageId !== null)
    await unit.in.messages.updateOne({ _id: turn.userMessageId }, { $set: { status: 'done' } }, unit.at);
}

type Seen = Pick<StoredMessage, '_id' | 'parentId' | 'status'>;

/**
 * Starts what waited for a done turn: the oldest queued turn behind its answer, else the oldest of the conversation whose
 * predecessor is done (one of several that waited side by side). Null when there is none, or the conversation is in the bin.
 */
async function startNextTurn(unit: OwnerUnit, done: StoredTurn, node: string): Promise<StoredTurn | null> {
  const queued = await queuedTurns(unit, done.conversationId);
  if (queued.length === 0) return null;
  const read = async (ids: readonly (string | null)[]): Promise<Map<string, Seen>> => {
    const found = await unit.in.messages
      .find({ _id: { $in: ids.filter((id) => id !== null) } }, unit.at)
      .project<Seen>({ parentId: 1, status: 1 })
      .toArray();
    return new Map(found.map((message) => [message._id, message]));
  };
  const questions = await read(queued.map((turn) => turn.userMessageId));
  const behind = (turn: StoredTurn): string => questions.get(turn.userMessageId ?? '')?.parentId ?? '';
  const predecessors = await read(queued.map(behind));
  const ready = queued.filter((turn) => predecessors.get(behind(turn))?.status === 'done');
  const next = ready.find((turn) => behind(turn) === done.answerId) ?? ready[0];
  const conversation = await findConversation(unit, unit.ownerId, done.conversationId);
  return next === undefined || conversation === null || conversation.deletedAt !== null ? null : startTurn(unit, next, node);
}
