import { assertThat } from '@parley/contracts/request-error';
import type { BeginTurn, BegunTurn } from '../../ports/turns.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import { toTurnRow } from '../rows/turn-row.ts';
import { aroundLeaf, lookAround, type Around } from '../tree/look-around.ts';
import { rememberLeaf } from '../tree/remember-leaf.ts';
import type { OwnerUnit } from '../unit.ts';
import { insertTurn } from './insert-turn.ts';
import { keepMessages, newMessages, presentFresh, type Parent } from './new-messages.ts';
import { openConversation } from './open-conversation.ts';
import { assertMayRun, assertMayWait, isUnfinished } from './turn-caps.ts';

/** Keeps a `send` or a `regenerate`: the person's message if there is one, the pending answer, and the turn. */
export async function addMessages(unit: OwnerUnit, input: BeginTurn): Promise<BegunTurn> {
  const { conversationId, parentId } = input;
  const parent = await findParent(unit, input);
  const look = (): Promise<Around> => lookAround(unit, conversationId, parent?.ordinal ?? 0);
  const before = unit.careful || input.kind === 'regenerate' ? await look() : null;
  if (before !== null) assertFits(input, parent, before);
  await assertNeverUsed(unit, input);
  const waits = input.kind === 'send' && parent !== null && isUnfinished(parent);
  if (waits) await assertMayWait(unit, parent, input.queueCap);
  else assertMayRun(unit, input.runningCap);

  const opened = await openConversation(unit, input, waits);
  const { nextOrdinal, state } = opened.before;
  const around = before ?? (state.activeLeafId === parentId ? aroundLeaf : await look());
  assertFits(input, parent, around);
  const fresh = await newMessages(unit, input, { parent, waits, ordinal: nextOrdinal });
  await keepMessages(unit, fresh, input.userMessage?.parts ?? []);
  const userMessageId = input.kind === 'send' ? (input.userMessage?.id ?? null) : null;
  const turn = await insertTurn(unit, opened.after, input, { status: waits ? 'queued' : 'running', userMessageId });
  await rememberLeaf(unit, {
    conversationId,
    activeLeafId: state.activeLeafId,
    leavingId: input.leavingId,
    parentOrdinal: parent?.ordinal ?? 0,
  });
  const shown = presentFresh(
    fresh,
    around.children.map((child) => child._id),
  );
  return { fresh: true, turn: toTurnRow(turn), conversation: toConversationRow(opened.after), ...shown };
}

/** The message to add under; refuses ids of new messages that are taken, with the same query. */
async function findParent(unit: OwnerUnit, input: BeginTurn): Promise<Parent | null> {
  const { kind, parentId, answerId, conversationId } = input;
  const fresh = input.kind === 'send' && input.userMessage !== undefined ? [input.userMessage.id, answerId] : [answerId];
  const found = await unit.in.messages
    .find({ _id: { $in: parentId === null ? fresh : [parentId, ...fresh] } }, unit.at)
    .project<Parent>({ parts: 0, longParts: 0 })
    .toArray();
  const parent = found.find((each) => each._id === parentId && each.conversationId === conversationId && each.ownerId === unit.ownerId);
  if (parentId === null) assertThat(kind === 'send', 'turn.wrong-parent');
  else assertThat(parent !== undefined, 'message.not-found');
  assertThat(new Set(fresh).size === fresh.length && !found.some((each) => fresh.includes(each._id)), 'message.id-taken');
  return parent ?? null;
}

/** A question hangs under an answer, an answer under a question that does not wait and whose answer is not being written. */
function assertFits({ kind, beside }: BeginTurn, parent: Parent | null, { hidden, children }: Around): void {
  if (parent === null) return;
  assertThat(!hidden, 'message.not-found');
  assertThat((kind === 'send') === (parent.role !== 'user'), 'turn.wrong-parent');
  if (kind === 'regenerate') assertThat(!isUnfinished(parent) && (beside || !children.some(isUnfinished)), 'message.busy');
}

/** Ids of what is gone are never given again; those of what is there, unique indexes keep. */
async function assertNeverUsed(unit: OwnerUnit, { turnId, answerId, userMessage, create, conversationId }: BeginTurn): Promise<void> {
  const ids = [turnId, answerId, ...(userMessage === undefined ? [] : [userMessage.id]), ...(create === undefined ? [] : [conversationId])];
  const buried = await unit.in.tombstones.findOne({ _id: { $in: ids } }, unit.at);
  assertThat(buried === null, buried?.kind === 'conversation' ? 'conversation.id-taken' : 'message.id-taken');
}
