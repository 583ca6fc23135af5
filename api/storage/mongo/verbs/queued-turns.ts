import type { Part } from '@parley/contracts';
import { assertThat } from '@parley/contracts/request-error';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { MessageWithSiblings } from '../../ports/messages.ts';
import type { TurnRow } from '../../ports/turns.ts';
import { findConversation } from '../reads/conversations.ts';
import { withSiblings } from '../reads/messages.ts';
import { findTurn } from '../reads/turns.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import { keepParts } from '../texts/long-parts.ts';
import { dropText } from '../texts/long-text.ts';
import { findMessage } from '../tree/find-message.ts';
import { leafUnder, seenId } from '../tree/leaf-under.ts';
import { allUnder } from '../tree/shape-under.ts';
import { findPlaceUnder, readPlaced } from '../tree/skip-ordinal.ts';
import type { OwnerUnit } from '../unit.ts';
import { changeConversation, lastOrdinal } from './change-conversation.ts';
import { letFilesGo, useFiles } from './file-uses.ts';
import { assertMayRun, isUnfinished } from './turn-caps.ts';

/** A turn that waits, with the message that waits with it. Throws `turn.not-found` and `turn.not-queued`. */
async function findQueuedTurn(unit: OwnerUnit, id: string): Promise<{ turn: StoredTurn; userMessage: StoredMessage }> {
  const turn = await findTurn(unit, unit.ownerId, id);
  assertThat(turn !== null, 'turn.not-found');
  assertThat(turn.status === 'queued', 'turn.not-queued');
  const userMessage = turn.userMessageId === null ? null : await findMessage(unit, turn.conversationId, turn.userMessageId);
  if (userMessage === null) throw new Error(`Queued turn ${id} has no message.`);
  return { turn, userMessage };
}

/** Lets a queued turn run: one epoch further, its message sent, its answer being written. The caller counts it as running. */
export async function startTurn(unit: OwnerUnit, turn: StoredTurn, node: string): Promise<StoredTurn> {
  const set = { status: 'running' as const, ownerNode: node, epoch: turn.epoch + 1 };
  await unit.in.turns.updateOne({ _id: turn._id }, { $set: set }, unit.at);
  await unit.in.messages.updateOne({ _id: turn.answerId }, { $set: { status: 'running' } }, unit.at);
  if (turn.userMessageId !== null) await unit.in.messages.updateOne({ _id: turn.userMessageId }, { $set: { status: 'done' } }, unit.at);
  return { ...turn, ...set };
}

export async function startQueuedTurn(
  unit: OwnerUnit,
  id: string,
  { node, runningCap }: { readonly node: string; readonly runningCap: number },
): Promise<TurnRow> {
  const { turn, userMessage } = await findQueuedTurn(unit, id);
  const conversation = await findConversation(unit, unit.ownerId, turn.conversationId);
  assertThat(conversation !== null && conversation.deletedAt === null, 'turn.not-found');
  const predecessor = userMessage.parentId === null ? null : await findMessage(unit, turn.conversationId, userMessage.parentId);
  assertThat(predecessor === null || !isUnfinished(predecessor), 'message.busy');
  assertMayRun(unit, runningCap);
  const started = await startTurn(unit, turn, node);
  await changeConversation(unit, turn.conversationId, {}, 1);
  return toTurnRow(started);
}

export async function editQueuedTurn(unit: OwnerUnit, id: string, parts: Part[], now: number): Promise<MessageWithSiblings> {
  const { turn, userMessage } = await findQueuedTurn(unit, id);
  const text = JSON.stringify(parts);
  const { _id: messageId, conversationId } = userMessage;
  await letFilesGo(unit, { messageId: { $in: [messageId] } });
  await useFiles(unit, { messageId, conversationId, parts });
  const { $set, ...rest } = await keepParts(unit, userMessage, text);
  await unit.in.messages.updateOne({ _id: userMessage._id }, { $set: { ...$set, editedAt: now }, ...rest }, unit.at);
  await dropText(unit, userMessage.longParts);
  await changeConversation(unit, turn.conversationId);
  return withSiblings(unit, { ...userMessage, parts: text, longParts: undefined, editedAt: now });
}

export async function removeQueuedTurn(unit: OwnerUnit, id: string): Promise<ConversationRow> {
  const { turn, userMessage } = await findQueuedTurn(unit, id);
  const { conversationId } = turn;
  const answer = await findMessage(unit, conversationId, turn.answerId);
  if (answer === null) throw new Error(`Answer ${turn.answerId} is missing.`);

  await moveUp(unit, answer, userMessage);
  const removed = [turn.answerId, userMessage._id];
  await letFilesGo(unit, { messageId: { $in: removed } });
  await unit.in.messages.deleteMany({ _id: { $in: removed } }, unit.at);
  await unit.in.contextNotes.deleteMany({ messageId: { $in: removed } }, unit.at);
  await dropText(unit, userMessage.longParts);
  await dropText(unit, answer.longParts);
  await unit.in.turns.deleteMany({ answerId: turn.answerId }, unit.at);
  await unit.in.seenLeaves.deleteMany({ _id: { $in: removed.map((each) => seenId(unit.ownerId, each)) } }, unit.at);
  await unit.in.tombstones.insertMany(
    [
      { _id: turn._id, kind: 'turn', ownerId: unit.ownerId },
      ...removed.map((each) => ({ _id: each, kind: 'message' as const, ownerId: unit.ownerId })),
    ],
    unit.at,
  );
  const active = (await findConversation(unit, unit.ownerId, conversationId))?.state.activeLeafId ?? null;
  const gone = active !== null && removed.includes(active);
  const set = { lastOrdinal: await lastOrdinal(unit, conversationId) };
  return changeConversation(unit, conversationId, gone ? { ...set, 'state.activeLeafId': await leafOfParent(unit, userMessage) } : set);
}

/** Hangs what waits behind the answer under the parent of the message; all below is placed anew, oldest first. */
async function moveUp(unit: OwnerUnit, answer: StoredMessage, { conversationId, parentId, parentOrdinal }: StoredMessage): Promise<void> {
  const waiting = await allUnder(unit, conversationId, answer.ordinal, true);
  for (const message of waiting) {
    const moves = message.parentOrdinal === answer.ordinal;
    const parent = await readPlaced(unit, conversationId, moves ? parentOrdinal : message.parentOrdinal);
    const place = await findPlaceUnder(unit, conversationId, parent);
    await unit.in.messages.updateOne({ _id: message._id }, { $set: { ...place, ...(moves ? { parentId, parentOrdinal } : {}) } }, unit.at);
  }
}

async function leafOfParent(unit: OwnerUnit, { conversationId, parentId }: StoredMessage): Promise<string | null> {
  const parent = parentId === null ? null : await findMessage(unit, conversationId, parentId);
  return parent === null ? null : leafUnder(unit, conversationId, unit.ownerId, parent);
}
