import { assertThat, RequestError } from '@parley/contracts/request-error';
import type { BeginTurn, BegunTurn } from '../../ports/turns.ts';
import { existingConversation, findConversation } from '../reads/conversations.ts';
import { withSiblings } from '../reads/messages.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { LookFirst, type OwnerUnit } from '../unit.ts';
import { addMessages } from './add-messages.ts';
import { isBuried, isTaken } from './change-conversation.ts';
import { continueAnswer } from './continue-answer.ts';

/**
 * The first try asks for no more than it must: unique indexes would say that an id is taken. Only when it is refused is it asked
 * whether this was done before, and whether the conversation is there at all; then it is refused for good.
 */
export async function beginTurn(unit: OwnerUnit, input: BeginTurn): Promise<BegunTurn> {
  if (!unit.careful) return beginAtOnce(unit, input);
  const repeated = await findRepeated(unit, input);
  if (repeated !== null) return describe(unit, repeated);
  await assertOpen(unit, input);
  return begin(unit, input);
}

async function beginAtOnce(unit: OwnerUnit, input: BeginTurn): Promise<BegunTurn> {
  try {
    return await begin(unit, input);
  } catch (refusal) {
    throw refusal instanceof RequestError ? new LookFirst() : refusal;
  }
}

async function begin(unit: OwnerUnit, input: BeginTurn): Promise<BegunTurn> {
  if (input.kind !== 'continue') return addMessages(unit, input);
  return { ...(await describe(unit, await continueAnswer(unit, input))), fresh: true };
}

/**
 * The turn that this request already began. Turn ids are unique in the whole installation, because logs and topics are named by
 * them alone: another person's, or one that was removed, is refused like one of another body.
 */
async function findRepeated(unit: OwnerUnit, input: BeginTurn): Promise<StoredTurn | null> {
  const turn = await unit.in.turns.findOne({ _id: input.turnId }, unit.at);
  if (turn === null) {
    assertThat(!(await isBuried(unit, [input.turnId])), 'turn.mismatch');
    return null;
  }
  assertThat(turn.ownerId === unit.ownerId && turn.digest === input.digest, 'turn.mismatch');
  return turn;
}

/** A conversation in the bin takes no new turn: it is as good as gone until it is restored. */
async function assertOpen(unit: OwnerUnit, { conversationId: id, create }: BeginTurn): Promise<void> {
  if (create !== undefined) return assertThat(!(await isTaken(unit, id)), 'conversation.id-taken');
  const conversation = await findConversation(unit, unit.ownerId, id);
  assertThat(conversation !== null && conversation.deletedAt === null, 'conversation.not-found');
}

async function describe(unit: OwnerUnit, turn: StoredTurn): Promise<BegunTurn> {
  const { conversationId, userMessageId } = turn;
  const answer = await findMessage(unit, conversationId, turn.answerId);
  if (answer === null) throw new Error(`Answer ${turn.answerId} is missing.`);
  const userMessage = userMessageId === null ? null : await findMessage(unit, conversationId, userMessageId);
  return {
    fresh: false,
    turn: toTurnRow(turn),
    conversation: await existingConversation(unit, unit.ownerId, conversationId),
    userMessage: userMessage === null ? null : await withSiblings(unit, userMessage),
    answer: await withSiblings(unit, answer),
  };
}
