import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { shapeUnder } from '../tree/newest-under.ts';
import { readPath } from '../tree/read-path.ts';
import { copyMessages } from './copy-messages.ts';
import { insertConversation, isTaken } from './insert-conversation.ts';
import { existingConversation } from './touch-conversation.ts';

interface CopyInput {
  readonly newId: string;
  readonly upToMessageId?: string;
  readonly title: string;
  readonly now: number;
}

export function copyConversation(
  db: Connection,
  { ownerId }: Scope,
  id: string,
  { newId, upToMessageId, title, now }: CopyInput,
): ConversationRow | 'taken' | 'no-message' | null {
  const original = findConversation(db, ownerId, id);
  if (original === null) return null;
  const earlier = findConversation(db, ownerId, newId);
  if (earlier !== null) return earlier.copied_from === id ? toConversationRow(earlier) : 'taken';
  if (isTaken(db, newId)) return 'taken';
  const ordinals = upToMessageId === undefined ? wholeTree(db, id) : pathTo(db, id, upToMessageId);
  if (ordinals === null) return 'no-message';

  const titleSource = title === original.title ? original.title_source : 'user';
  insertConversation(db, { id: newId, ownerId, title, titleSource, settings: toConversationRow(original).settings, copiedFrom: id, now });
  const leaf = upToMessageId ?? original.active_leaf_id;
  const copied = copyMessages(db, { from: id, to: newId, ordinals, leafId: leaf });
  finish(db, { ...original, id: newId }, copied);
  return existingConversation(db, ownerId, newId);
}

function pathTo(db: Connection, conversationId: string, messageId: string): Iterable<number> | null {
  const message = findVisibleMessage(db, conversationId, messageId);
  if (message === null) return null;
  return readPath(db, conversationId, message.ordinal, message.depth)
    .map((step) => step.ordinal)
    .toReversed();
}

function* wholeTree(db: Connection, conversationId: string): Iterable<number> {
  for (const message of shapeUnder(db, conversationId, 0)) yield message.ordinal;
}

/** What was copied has been seen already. */
function finish(
  db: Connection,
  { id, owner_id: ownerId }: StoredConversation,
  { last, leafId }: { last: number; leafId: string | null },
): void {
  db.run('UPDATE conversations SET next_ordinal = @last + 1, last_ordinal = @last WHERE id = @id', { id, last });
  db.run(
    'UPDATE conversation_states SET active_leaf_id = @leafId, read_ordinal = @last WHERE conversation_id = @id AND user_id = @ownerId',
    {
      id,
      ownerId,
      leafId,
      last,
    },
  );
}
