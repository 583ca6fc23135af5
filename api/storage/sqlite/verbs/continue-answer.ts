import { assertThat } from '@parley/contracts/request-error';
import type { BeginTurn } from '../../ports/turns.ts';
import { newTurn } from '../../kit/new-turn.ts';
import type { Connection } from '../connection.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { findMessage, findVisibleMessage } from '../tree/find-message.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import { leafUnder } from '../tree/leaf-under.ts';
import { insertTurn } from './insert-turn.ts';
import { setActiveLeaf } from './set-active-leaf.ts';
import { assertMayRun, isUnfinished } from './turn-caps.ts';

/** Keeps a `continue`: the answer runs again and keeps what it says so far. */
export function continueAnswer(db: Connection, conversation: StoredConversation, input: BeginTurn): void {
  const answer = findVisibleMessage(db, conversation.id, input.answerId);
  assertThat(answer !== null, 'message.not-found');
  assertThat(answer.role === 'assistant' && answer.parent_id === input.parentId, 'turn.wrong-parent');
  assertThat(!isUnfinished(answer), 'message.busy');
  assertThat(answer.status !== 'done' || answer.stop_reason === 'length', 'turn.not-continuable');
  assertMayRun(db, conversation.owner_id, input.runningCap);

  db.run(`UPDATE messages SET status = 'running', turn_id = @turnId, model = @model, stop_reason = NULL, error = NULL WHERE id = @id`, {
    id: answer.id,
    turnId: input.turnId,
    model: JSON.stringify(input.model),
  });
  insertTurn(db, newTurn(toConversationRow(conversation), input, { status: 'running', userMessageId: null }), input.digest);
  showAnswer(db, conversation, answer);
}

/** Makes the answer's branch the active one; a leaf under it that is already shown, such as a queued message, stays. */
function showAnswer(db: Connection, conversation: StoredConversation, answer: StoredMessage): void {
  const leaf = conversation.active_leaf_id === null ? null : findMessage(db, conversation.id, conversation.active_leaf_id);
  if (leaf !== null && isAtOrUnder(db, conversation.id, leaf.ordinal, answer.ordinal)) return;
  setActiveLeaf(db, conversation.id, conversation.owner_id, leafUnder(db, conversation.id, conversation.owner_id, answer));
}
