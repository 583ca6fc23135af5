import { assertThat } from '@parley/contracts/request-error';
import type { BeginTurn, BegunTurn } from '../../ports/turns.ts';
import { existingConversation, findConversation } from '../reads/conversations.ts';
import { withSiblings } from '../reads/messages.ts';
import { fromNewConversation, type StoredConversation } from '../rows/conversation-row.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import { findMessage } from '../tree/find-message.ts';
import type { OwnerUnit } from '../unit.ts';
import { addMessages } from './add-messages.ts';
import { isBuried, isTaken } from './change-conversation.ts';
import { continueAnswer } from './continue-answer.ts';

export async function beginTurn(unit: OwnerUnit, input: BeginTurn): Promise<BegunTurn> {
  const repeated = await findRepeated(unit, input);
  if (repeated !== null) return describe(unit, repeated, false);
  const conversation = await openConversation(unit, input);
  const begun = input.kind === 'continue' ? await continueAnswer(unit, conversation, input) : await addMessages(unit, conversation, input);
  return describe(unit, begun, true);
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
async function openConversation(unit: OwnerUnit, { conversationId: id, create, now }: BeginTurn): Promise<StoredConversation> {
  if (create === undefined) {
    const conversation = await findConversation(unit, unit.ownerId, id);
    assertThat(conversation !== null && conversation.deletedAt === null, 'conversation.not-found');
    return conversation;
  }
  assertThat(!(await isTaken(unit, id)), 'conversation.id-taken');
  unit.owner.rev += 1;
  const { title, settings } = create;
  const made = fromNewConversation(
    { id, ownerId: unit.ownerId, title, titleSource: 'local', settings, copiedFrom: null, now },
    unit.owner.rev,
  );
  await unit.in.conversations.insertOne(made, unit.at);
  return made;
}

async function describe(unit: OwnerUnit, turn: StoredTurn, fresh: boolean): Promise<BegunTurn> {
  const { conversationId, userMessageId } = turn;
  const answer = await findMessage(unit, conversationId, turn.answerId);
  if (answer === null) throw new Error(`Answer ${turn.answerId} is missing.`);
  const userMessage = userMessageId === null ? null : await findMessage(unit, conversationId, userMessageId);
  return {
    fresh,
    turn: toTurnRow(turn),
    conversation: await existingConversation(unit, unit.ownerId, conversationId),
    userMessage: userMessage === null ? null : await withSiblings(unit, userMessage),
    answer: await withSiblings(unit, answer),
  };
}
