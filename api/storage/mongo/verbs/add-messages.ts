import { assertThat } from '@parley/contracts/request-error';
import { blankMessage } from '../../kit/blank-message.ts';
import type { BeginTurn } from '../../ports/turns.ts';
import type { StoredConversation } from '../rows/conversation-row.ts';
import { fromMessageRow, type StoredMessage } from '../rows/message-row.ts';
import type { StoredTurn } from '../rows/turn-row.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { rememberLeaf } from '../tree/remember-leaf.ts';
import { placeUnder } from '../tree/skip-ordinal.ts';
import type { OwnerUnit } from '../unit.ts';
import { changeConversation, isBuried } from './change-conversation.ts';
import { insertTurn } from './insert-turn.ts';
import { assertMayRun, assertMayWait, isUnfinished } from './turn-caps.ts';

/** Keeps a `send` or a `regenerate`: the person's message if there is one, the pending answer, and the turn. */
export async function addMessages(unit: OwnerUnit, conversation: StoredConversation, input: BeginTurn): Promise<StoredTurn> {
  const parent = await findParent(unit, conversation._id, input);
  const userMessage = input.kind === 'send' ? input.userMessage : undefined;
  await assertFree(unit, userMessage === undefined ? [input.answerId] : [userMessage.id, input.answerId]);
  const waits = input.kind === 'send' && parent !== null && isUnfinished(parent);
  if (waits) await assertMayWait(unit, parent, input.queueCap);
  else assertMayRun(unit, input.runningCap);

  const { messages, ordinal } = await newMessages(unit, conversation, input, parent, waits);
  await unit.in.messages.insertMany(messages, unit.at);
  const userMessageId = userMessage?.id ?? null;
  const turn = await insertTurn(unit, conversation, input, { status: waits ? 'queued' : 'running', userMessageId });
  await rememberLeaf(unit, {
    conversationId: conversation._id,
    activeLeafId: conversation.state.activeLeafId,
    leavingId: input.leavingId,
    parentOrdinal: parent?.ordinal ?? 0,
  });
  const set = { nextOrdinal: ordinal + 1, lastOrdinal: ordinal, activityAt: input.now, 'state.activeLeafId': input.answerId };
  await changeConversation(unit, conversation._id, set, waits ? 0 : 1);
  return turn;
}

/** The documents to add, the question's first, and the last ordinal they take. */
async function newMessages(
  unit: OwnerUnit,
  conversation: StoredConversation,
  input: BeginTurn,
  parent: StoredMessage | null,
  waits: boolean,
): Promise<{ messages: StoredMessage[]; ordinal: number }> {
  const { ownerId } = unit;
  const conversationId = conversation._id;
  const common = { ...blankMessage, conversationId, turnId: input.turnId, createdAt: input.now };
  const messages: StoredMessage[] = [];
  let ordinal = conversation.nextOrdinal;
  let above = { parentId: input.parentId, parentOrdinal: parent?.ordinal ?? 0 };
  let place = await placeUnder(unit, conversationId, above.parentOrdinal, parent ?? undefined);
  if (input.kind === 'send' && input.userMessage !== undefined) {
    const { id, parts } = input.userMessage;
    const row = { ...common, ...above, id, parts, ordinal, role: 'user' as const, status: waits ? ('queued' as const) : ('done' as const) };
    messages.push(fromMessageRow(row, { ownerId, ...place }));
    above = { parentId: id, parentOrdinal: ordinal };
    place = await placeUnder(unit, conversationId, ordinal, place);
    ordinal += 1;
  }
  const status = waits ? ('queued' as const) : ('running' as const);
  const answer = { ...common, ...above, id: input.answerId, ordinal, role: 'assistant' as const, status, model: input.model };
  messages.push(fromMessageRow(answer, { ownerId, ...place }));
  return { messages, ordinal };
}

async function findParent(unit: OwnerUnit, conversationId: string, { kind, parentId }: BeginTurn): Promise<StoredMessage | null> {
  if (parentId === null) {
    assertThat(kind === 'send', 'turn.wrong-parent');
    return null;
  }
  const parent = await findVisibleMessage(unit, conversationId, parentId);
  assertThat(parent !== null, 'message.not-found');
  assertThat((kind === 'send') === (parent.role !== 'user'), 'turn.wrong-parent');
  if (kind === 'regenerate') await assertNothingIsWritten(unit, parent);
  return parent;
}

/** A question that waits, or whose answer is being written, cannot be answered anew. */
async function assertNothingIsWritten(unit: OwnerUnit, question: StoredMessage): Promise<void> {
  const writing = await unit.in.messages.findOne(
    {
      conversationId: question.conversationId,
      parentOrdinal: question.ordinal,
      status: { $in: ['queued', 'running', 'waiting'] },
    },
    unit.at,
  );
  assertThat(writing === null && !isUnfinished(question), 'message.busy');
}

async function assertFree(unit: OwnerUnit, ids: readonly string[]): Promise<void> {
  assertThat(new Set(ids).size === ids.length, 'message.id-taken');
  const taken = await unit.in.messages.findOne({ _id: { $in: [...ids] } }, { ...unit.at, projection: { _id: 1 } });
  assertThat(taken === null && !(await isBuried(unit, ids)), 'message.id-taken');
}
