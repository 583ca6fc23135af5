import type { Connection } from '../connection.ts';
import { fromNewConversation, type NewConversation } from '../rows/conversation-row.ts';
import { nextRev } from './next-rev.ts';

/** Whether an id is, or ever was, a conversation's. */
export function isTaken(db: Connection, id: string): boolean {
  return (
    db.get('SELECT 1 FROM conversations WHERE id = @id', { id }) !== undefined ||
    db.get('SELECT 1 FROM tombstones WHERE id = @id', { id }) !== undefined
  );
}

/** Adds an empty conversation and its owner's state of it. */
export function insertConversation(db: Connection, row: NewConversation): void {
  const params = { ...fromNewConversation(row), rev: nextRev(db, row.ownerId) };
  db.run(
    `INSERT INTO conversations (id, owner_id, rev, created_at, activity_at, copied_from, title, title_folded, title_source, settings)
     VALUES (@id, @ownerId, @rev, @now, @now, @copiedFrom, @title, @titleFolded, @titleSource, @settings)`,
    params,
  );
  db.run('INSERT INTO conversation_states (conversation_id, user_id, activity_at) VALUES (@id, @ownerId, @now)', params);
}
