import { isFoldKind, type NoteCaps, type NoteRow } from '../../ports/context.ts';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { readNotes } from '../reads/read-notes.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { touchConversation } from './touch-conversation.ts';

export function putNote(
  db: Connection,
  scope: Scope,
  conversationId: string,
  note: Omit<NoteRow, 'ordinal'>,
  caps: NoteCaps,
): ConversationRow | 'no-message' | 'full' | null {
  if (findConversation(db, scope.ownerId, conversationId) === null) return null;
  const message = findVisibleMessage(db, conversationId, note.messageId);
  if (message === null) return 'no-message';
  if (!makeRoom(db, scope, conversationId, note, caps)) return 'full';
  const { id, messageId, kind, text, detail, createdAt, editedAt } = note;
  const { ordinal } = message;
  db.run(
    `INSERT INTO context_notes (conversation_id, id, message_id, ordinal, kind, text, detail, created_at, edited_at)
     VALUES (@conversationId, @id, @messageId, @ordinal, @kind, @text, @detail, @createdAt, @editedAt)
     ON CONFLICT DO UPDATE SET message_id = excluded.message_id, ordinal = excluded.ordinal, kind = excluded.kind, text = excluded.text,
       detail = excluded.detail, created_at = excluded.created_at, edited_at = excluded.edited_at`,
    { conversationId, id, messageId, ordinal, kind, text, detail: JSON.stringify(detail), createdAt, editedAt },
  );
  return touchConversation(db, scope.ownerId, conversationId);
}

/** False when there are as many marks as may be. Of folds the highest in the tree gives way. */
function makeRoom(
  db: Connection,
  scope: Scope,
  conversationId: string,
  { id, kind }: Pick<NoteRow, 'id' | 'kind'>,
  caps: NoteCaps,
): boolean {
  const fold = isFoldKind(kind);
  const others = readNotes(db, scope, conversationId).filter((each) => each.id !== id && isFoldKind(each.kind) === fold);
  if (!fold) return others.length < caps.marks;
  for (const { id: oldest } of others.slice(0, Math.max(0, others.length - caps.folds + 1)))
    db.run('DELETE FROM context_notes WHERE conversation_id = @conversationId AND id = @oldest', { conversationId, oldest });
  return true;
}
