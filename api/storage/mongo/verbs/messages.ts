import { replaceText } from '../../kit/replace-text.ts';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { MessageWithSiblings } from '../../ports/messages.ts';
import { findConversation } from '../reads/conversations.ts';
import { runningTurns, withSiblings } from '../reads/messages.ts';
import { queuedTurns } from '../reads/turns.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { keepParts } from '../texts/long-parts.ts';
import { dropText } from '../texts/long-text.ts';
import { findMessage, findVisibleMessage } from '../tree/find-message.ts';
import { hiddenBy } from '../tree/hidden-by.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import { leafUnder } from '../tree/leaf-under.ts';
import { newestUnder } from '../tree/shape-under.ts';
import type { OwnerUnit } from '../unit.ts';
import { changeConversation } from './change-conversation.ts';
import { isUnfinished } from './turn-caps.ts';

export async function editText(
  unit: OwnerUnit,
  conversationId: string,
  messageId: string,
  text: string,
  now: number,
): Promise<MessageWithSiblings | 'busy' | 'no-message' | null> {
  if ((await findConversation(unit, unit.ownerId, conversationId)) === null) return null;
  const stored = await findVisibleMessage(unit, conversationId, messageId);
  if (stored === null) return 'no-message';
  if (stored.role === 'assistant' && isUnfinished(stored)) return 'busy';

  const message = await withSiblings(unit, stored);
  const parts = replaceText(message.parts, text);
  const { $set, ...rest } = await keepParts(unit, stored, JSON.stringify(parts));
  await unit.in.messages.updateOne({ _id: messageId }, { $set: { ...$set, editedAt: now }, ...rest }, unit.at);
  await dropText(unit, stored.longParts);
  await changeConversation(unit, conversationId);
  return { ...message, parts, editedAt: now };
}

export async function deleteSubtree(
  unit: OwnerUnit,
  conversationId: string,
  messageId: string,
  now: number,
): Promise<ConversationRow | 'busy' | 'no-message' | null> {
  const conversation = await findConversation(unit, unit.ownerId, conversationId);
  if (conversation === null) return null;
  const message = await findMessage(unit, conversationId, messageId);
  if (message === null) return 'no-message';
  const hider = await hiddenBy(unit, conversationId, message.ordinal);
  if (hider !== null) return hider.ordinal === message.ordinal ? toConversationRow(conversation) : 'no-message';
  const isUnder = (ordinal: number): Promise<boolean> => isAtOrUnder(unit, conversationId, ordinal, message.ordinal);
  for (const turn of await runningTurns(unit, conversationId)) if (await isUnder(turn.ordinal)) return 'busy';

  await stopQueuedUnder(unit, message, now);
  await unit.in.messages.updateOne({ _id: messageId }, { $set: { deletedAt: now } }, unit.at);
  const { activeLeafId } = conversation.state;
  const leaf = activeLeafId === null ? null : await findMessage(unit, conversationId, activeLeafId);
  const moved = leaf !== null && (await isUnder(leaf.ordinal));
  return changeConversation(unit, conversationId, moved ? { 'state.activeLeafId': await leafBeside(unit, message) } : {});
}

/**
 * Takes the queued turns at or under a message out of the queue. Their messages stay, so that undoing the deletion brings the
 * person's words back; the answers that never began count as stopped.
 */
async function stopQueuedUnder(unit: OwnerUnit, { conversationId, ordinal }: StoredMessage, now: number): Promise<void> {
  for (const turn of await queuedTurns(unit, conversationId)) {
    const answer = await findMessage(unit, conversationId, turn.answerId);
    if (answer === null || !(await isAtOrUnder(unit, conversationId, answer.ordinal, ordinal))) continue;
    const stopped = { status: 'stopped', stopReason: 'stopped' } as const;
    await unit.in.turns.updateOne({ _id: turn._id }, { $set: { ...stopped, endedAt: now }, $unset: { active: 1 } }, unit.at);
    await unit.in.messages.updateOne({ _id: turn.answerId }, { $set: stopped }, unit.at);
    if (turn.userMessageId !== null) await unit.in.messages.updateOne({ _id: turn.userMessageId }, { $set: { status: 'done' } }, unit.at);
  }
}

/** The leaf under the nearest older sibling, else under the nearest newer one, else the parent; null when nothing is left. */
async function leafBeside(unit: OwnerUnit, { conversationId, parentOrdinal, parentId, ordinal }: StoredMessage): Promise<string | null> {
  const beside = { conversationId, parentOrdinal, deletedAt: null };
  const older = await unit.in.messages.findOne({ ...beside, ordinal: { $lt: ordinal } }, { ...unit.at, sort: { ordinal: -1 } });
  const sibling = older ?? (await unit.in.messages.findOne({ ...beside, ordinal: { $gt: ordinal } }, { ...unit.at, sort: { ordinal: 1 } }));
  return sibling === null ? parentId : leafUnder(unit, conversationId, unit.ownerId, sibling);
}

export async function restoreSubtree(
  unit: OwnerUnit,
  conversationId: string,
  messageId: string,
): Promise<ConversationRow | 'no-message' | null> {
  const conversation = await findConversation(unit, unit.ownerId, conversationId);
  if (conversation === null) return null;
  const message = await findMessage(unit, conversationId, messageId);
  if (message === null) return 'no-message';
  const hider = await hiddenBy(unit, conversationId, message.ordinal);
  if (hider === null) return toConversationRow(conversation);
  if (hider.ordinal !== message.ordinal) return 'no-message';

  await unit.in.messages.updateOne({ _id: messageId }, { $set: { deletedAt: null } }, unit.at);
  const leaf = await newestUnder(unit, conversationId, message);
  return changeConversation(unit, conversationId, { 'state.activeLeafId': leaf._id });
}
