import { assertThat } from '@parley/contracts/request-error';
import type { Scope } from '../../ports/scope.ts';
import type { BeginTurn, BegunTurn } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { withSiblings } from '../reads/get-message.ts';
import type { StoredConversation } from '../rows/conversation-row.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import { findMessage } from '../tree/find-message.ts';
import { addMessages } from './add-messages.ts';
import { continueAnswer } from './continue-answer.ts';
import { insertConversation, isTaken } from './insert-conversation.ts';
import { existingConversation, touchConversation } from './touch-conversation.ts';

export function beginTurn(db: Connection, { ownerId }: Scope, input: BeginTurn): BegunTurn {
  const repeated = findRepeated(db, ownerId, input);
  if (repeated !== null) return describe(db, ownerId, repeated, false);

  const conversation = openConversation(db, ownerId, input);
  if (input.kind === 'continue') continueAnswer(db, conversation, input);
  else addMessages(db, conversation, input);
  touchConversation(db, ownerId, conversation.id);

  const begun = findTurnById(db, input.turnId);
  if (begun === undefined) throw new Error(`Turn ${input.turnId} was not kept.`);
  return describe(db, ownerId, begun, true);
}

/**
 * The turn that this request already began. Turn ids are unique in the whole installation, because logs and topics are named by
 * them alone: another person's, or one that was removed, is refused like one of another body.
 */
function findRepeated(db: Connection, ownerId: string, input: BeginTurn): StoredTurn | null {
  const turn = findTurnById(db, input.turnId);
  if (turn === undefined) {
    assertThat(db.get('SELECT 1 FROM tombstones WHERE id = @id', { id: input.turnId }) === undefined, 'turn.mismatch');
    return null;
  }
  assertThat(turn.owner_id === ownerId && turn.digest === input.digest, 'turn.mismatch');
  return turn;
}

function findTurnById(db: Connection, id: string): StoredTurn | undefined {
  return db.get<StoredTurn>('SELECT * FROM turns WHERE id = @id', { id });
}

/** A conversation in the bin takes no new turn: it is as good as gone until it is restored. */
function openConversation(db: Connection, ownerId: string, { conversationId: id, create, now }: BeginTurn): StoredConversation {
  if (create !== undefined) {
    assertThat(!isTaken(db, id), 'conversation.id-taken');
    insertConversation(db, { id, ownerId, title: create.title, titleSource: 'local', settings: create.settings, copiedFrom: null, now });
  }
  const conversation = findConversation(db, ownerId, id);
  assertThat(conversation !== null && conversation.deleted_at === null, 'conversation.not-found');
  return conversation;
}

function describe(db: Connection, ownerId: string, turn: StoredTurn, fresh: boolean): BegunTurn {
  const { conversation_id: conversationId, user_message_id: userMessageId } = turn;
  const answer = findMessage(db, conversationId, turn.answer_id);
  if (answer === null) throw new Error(`Answer ${turn.answer_id} is missing.`);
  const userMessage = userMessageId === null ? null : findMessage(db, conversationId, userMessageId);
  return {
    fresh,
    turn: toTurnRow(turn),
    conversation: existingConversation(db, ownerId, conversationId),
    userMessage: userMessage === null ? null : withSiblings(db, userMessage),
    answer: withSiblings(db, answer),
  };
}
