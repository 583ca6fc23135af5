import { assertThat } from '@parley/contracts/request-error';
import { blankMessage } from '../../kit/blank-message.ts';
import type { BeginTurn } from '../../ports/turns.ts';
import { newTurn } from '../../kit/new-turn.ts';
import type { Connection } from '../connection.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { rememberLeaf } from '../tree/remember-leaf.ts';
import { insertMessage } from './insert-message.ts';
import { insertTurn } from './insert-turn.ts';
import { setActiveLeaf } from './set-active-leaf.ts';
import { useFiles } from './use-files.ts';
import { assertMayRun, assertMayWait, isUnfinished } from './turn-caps.ts';

/** Keeps a `send` or a `regenerate`: the person's message if there is one, the pending answer, and the turn. */
export function addMessages(db: Connection, conversation: StoredConversation, input: BeginTurn): void {
  const parent = findParent(db, conversation.id, input);
  const userMessage = input.kind === 'send' ? input.userMessage : undefined;
  assertFree(db, userMessage === undefined ? [input.answerId] : [userMessage.id, input.answerId]);
  const waits = input.kind === 'send' && parent !== null && isUnfinished(parent);
  if (waits) assertMayWait(db, parent, input.queueCap);
  else assertMayRun(db, conversation.owner_id, input.runningCap);

  const parentOrdinal = parent?.ordinal ?? 0;
  let ordinal = conversation.next_ordinal;
  const turn = newTurn(toConversationRow(conversation), input, {
    status: waits ? 'queued' : 'running',
    userMessageId: userMessage?.id ?? null,
  });
  const common = { ...blankMessage, conversationId: conversation.id, turnId: input.turnId, createdAt: input.now };
  let above = { parentId: input.parentId, parentOrdinal };
  if (userMessage !== undefined) {
    insertMessage(db, { ...common, ...above, ...userMessage, ordinal, role: 'user', status: waits ? 'queued' : 'done' });
    useFiles(db, conversation.owner_id, userMessage.id, userMessage.parts);
    above = { parentId: userMessage.id, parentOrdinal: ordinal };
    ordinal += 1;
  }
  insertMessage(db, { ...common, ...above, id: input.answerId, ordinal, role: 'assistant', status: turn.status, model: input.model });
  insertTurn(db, turn, input.digest);

  rememberLeaf(db, {
    conversationId: conversation.id,
    userId: conversation.owner_id,
    activeLeafId: conversation.active_leaf_id,
    leavingId: input.leavingId,
    parentOrdinal: parent?.ordinal ?? null,
  });
  setActiveLeaf(db, conversation.id, conversation.owner_id, input.answerId);
  db.run('UPDATE conversations SET next_ordinal = @ordinal + 1, last_ordinal = @ordinal, activity_at = @now WHERE id = @id', {
    id: conversation.id,
    ordinal,
    now: input.now,
  });
}

function findParent(db: Connection, conversationId: string, { kind, parentId, beside }: BeginTurn): StoredMessage | null {
  if (parentId === null) {
    assertThat(kind === 'send', 'turn.wrong-parent');
    return null;
  }
  const parent = findVisibleMessage(db, conversationId, parentId);
  assertThat(parent !== null, 'message.not-found');
  assertThat((kind === 'send') === (parent.role !== 'user'), 'turn.wrong-parent');
  if (kind === 'regenerate' && beside) assertThat(!isUnfinished(parent), 'message.busy');
  else if (kind === 'regenerate') assertNothingIsWritten(db, parent);
  return parent;
}

/** A question that waits, or whose answer is being written, cannot be answered anew. */
function assertNothingIsWritten(db: Connection, question: StoredMessage): void {
  const writing = db.get(
    `SELECT 1 FROM messages WHERE conversation_id = @conversationId AND parent_ordinal = @ordinal AND status IN ('queued', 'running', 'waiting')`,
    { conversationId: question.conversation_id, ordinal: question.ordinal },
  );
  assertThat(writing === undefined && !isUnfinished(question), 'message.busy');
}

function assertFree(db: Connection, ids: readonly string[]): void {
  assertThat(new Set(ids).size === ids.length, 'message.id-taken');
  for (const id of ids) {
    const taken = db.get('SELECT 1 FROM messages WHERE id = @id', { id }) ?? db.get('SELECT 1 FROM tombstones WHERE id = @id', { id });
    assertThat(taken === undefined, 'message.id-taken');
  }
}
