import { assertThat } from '@parley/contracts/request-error';
import { writeJson } from '../../kit/json.ts';
import type { SettledTurn, SettleTurn } from '../../ports/turns.ts';
import { existingConversation } from '../reads/conversations.ts';
import { findTurn } from '../reads/turns.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import { keepParts } from '../texts/long-parts.ts';
import { dropText } from '../texts/long-text.ts';
import type { OwnerUnit } from '../unit.ts';
import { addEntries } from './add-entries.ts';
import { changeConversation } from './change-conversation.ts';
import { startNextTurn } from './start-next-turn.ts';

export async function settleTurn(unit: OwnerUnit, input: SettleTurn): Promise<SettledTurn> {
  const turn = await endTurn(unit, input);
  if (turn === null) return describeEnded(unit, input.turnId);
  await storeAnswer(unit, turn, input);
  const { status, stopReason, error, now: endedAt } = input;
  const ended: StoredTurn = { ...turn, status, stopReason, error: writeJson(error), endedAt };
  await addEntries(unit, input.ledger ?? []);
  const next = status === 'done' ? await startNextTurn(unit, ended, input.node) : null;
  const more = (turn.status === 'queued' ? 0 : -1) + (next === null ? 0 : 1);
  const conversation = await changeConversation(unit, turn.conversationId, {}, more);
  return { fresh: true, turn: toTurnRow(ended), conversation, next: next === null ? null : toTurnRow(next) };
}

/** Ends a turn and returns it as it was; null when there is none of this id and epoch that has not ended. */
async function endTurn(unit: OwnerUnit, { turnId, epoch, status, stopReason, error, now }: SettleTurn): Promise<StoredTurn | null> {
  const turn = await unit.in.turns.findOneAndUpdate(
    { _id: turnId, ownerId: unit.ownerId, epoch, endedAt: null },
    { $set: { status, stopReason, error: writeJson(error), endedAt: now }, $unset: { active: 1, checkpoint: 1, longCheckpoint: 1 } },
    { ...unit.at, returnDocument: 'before', projection: { checkpoint: 0 } },
  );
  await dropText(unit, turn?.longCheckpoint);
  return turn;
}

/** Of one that has ended already, whatever its epoch; else says why it cannot be ended. */
async function describeEnded(unit: OwnerUnit, turnId: string): Promise<SettledTurn> {
  const turn = await findTurn(unit, unit.ownerId, turnId);
  assertThat(turn !== null, 'turn.not-found');
  assertThat(turn.endedAt !== null, 'turn.stale-epoch');
  const conversation = await existingConversation(unit, unit.ownerId, turn.conversationId);
  return { fresh: false, turn: toTurnRow(turn), conversation, next: null };
}

async function storeAnswer(
  unit: OwnerUnit,
  turn: StoredTurn,
  { status, stopReason, error, parts, usage, cost, model }: SettleTurn,
): Promise<void> {
  const { answerId: _id, conversationId, userMessageId } = turn;
  const { $set, ...rest } = await keepParts(unit, { _id, conversationId }, JSON.stringify(parts));
  const set = {
    ...$set,
    status,
    stopReason,
    error: writeJson(error),
    usage: writeJson(usage),
    ...(cost ? { cost: writeJson(cost) } : {}),
    ...(model ? { model: writeJson(model) } : {}),
  };
  const before = await unit.in.messages.findOneAndUpdate({ _id }, { $set: set, ...rest }, { ...unit.at, projection: { longParts: 1 } });
  await dropText(unit, before?.longParts);
  if (turn.status === 'queued' && userMessageId !== null)
    await unit.in.messages.updateOne({ _id: userMessageId }, { $set: { status: 'done' } }, unit.at);
}
