import type { NoteRow } from '../../ports/context.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toNoteRow, type StoredNote } from '../rows/note-row.ts';
import { findConversation } from './get-conversation.ts';

/** Few by their caps, so that they are put in order here. */
export function readNotes(db: Connection, { ownerId }: Scope, conversationId: string): NoteRow[] {
  const stored = db.all<StoredNote>('SELECT * FROM context_notes WHERE conversation_id = @conversationId', { conversationId });
  if (stored.length === 0 || findConversation(db, ownerId, conversationId) === null) return [];
  return stored.map(toNoteRow).toSorted((a, b) => a.ordinal - b.ordinal);
}
