import type { ConversationRow } from '../../ports/conversations.ts';
import type { Connection } from '../connection.ts';
import { findConversation } from '../reads/get-conversation.ts';
import { toConversationRow } from '../rows/conversation-row.ts';
import { nextRev } from './next-rev.ts';

/** Gives a changed conversation the next rev of its owner and returns it as it now is. */
export function touchConversation(db: Connection, ownerId: string, id: string): ConversationRow {
  db.run('UPDATE conversations SET rev = @rev WHERE id = @id', { id, rev: nextRev(db, ownerId) });
  return existingConversation(db, ownerId, id);
}

/** A conversation that the caller knows to be there. */
export function existingConversation(db: Connection, ownerId: string, id: string): ConversationRow {
  const stored = findConversation(db, ownerId, id);
  if (stored === null) throw new Error(`Conversation ${id} is missing.`);
  return toConversationRow(stored);
}
