import { assertThat } from '@parley/contracts/request-error';
import type { BeginTurn } from '../../ports/turns.ts';
import { findConversation } from '../reads/conversations.ts';
import type { StoredConversation } from '../rows/conversation-row.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import type { StoredTurn } from '../rows/turn-row.ts';
import { findMessage, findVisibleMessage } from '../tree/find-message.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import { leafUnder } from '../tree/leaf-under.ts';
import type { OwnerUnit } from '../unit.ts';
import { changeConversation, isBuried } from './change-conversation.ts';
import { insertTurn } from './insert-turn.ts';
import { assertMayRun, isUnfinished } from './turn-caps.ts';

/** Keeps a `continue`: the answer runs again and keeps what it says so far. */
export async function continueAnswer(unit: OwnerUnit, input: BeginTurn): Promise<StoredTurn> {
  const conversation = await findConversation(unit, unit.ownerId, input.conversationId);
  assertThat(conversation !== null && conversation.deletedAt === null, 'conversation.not-found');
  const answer = await findVisibleMessage(unit, conversation._id, input.answerId);
  assertThat(answer !== null, 'message.not-found');
  assertThat(answer.role === 'assistant' && answer.parentId === input.parentId, 'turn.wrong-parent');
  assertThat(!isUnfinished(answer), 'message.busy');
  assertThat(answer.status !== 'done' || answer.stopReason === 'length', 'turn.not-continuable');
  assertMayRun(unit, input.runningCap);
  assertThat(!(await isBuried(unit, [input.turnId])), 'turn.mismatch');

  const set = { status: 'running' as const, turnId: input.turnId, model: JSON.stringify(input.model), stopReason: null, error: null };
  await unit.in.messages.updateOne({ _id: answer._id }, { $set: set }, unit.at);
  const turn = await insertTurn(unit, conversation, input, { status: 'running', userMessageId: null });
  await changeConversation(unit, conversation._id, await shownAfter(unit, conversation, answer), 1);
  return turn;
}

/** Makes the answer's branch the active one; a leaf under it that is already shown, such as a queued message, stays. */
async function shownAfter(
  unit: OwnerUnit,
  { _id: id, state }: StoredConversation,
  answer: StoredMessage,
): Promise<Readonly<Record<string, unknown>>> {
  const leaf = state.activeLeafId === null ? null : await findMessage(unit, id, state.activeLeafId);
  if (leaf !== null && (await isAtOrUnder(unit, id, leaf.ordinal, answer.ordinal))) return {};
  return { 'state.activeLeafId': await leafUnder(unit, id, unit.ownerId, answer) };
}
