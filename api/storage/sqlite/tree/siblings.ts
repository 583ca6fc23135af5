import type { Connection } from '../connection.ts';

/** Ids of the living messages under one parent (null: the roots), oldest first. */
export function livingChildren(db: Connection, conversationId: string, parentOrdinal: number | null): string[] {
  return db
    .all<{ id: string }>(
      `SELECT id FROM messages
       WHERE conversation_id = @conversationId AND parent_ordinal IS @parentOrdinal AND deleted_at IS NULL ORDER BY ordinal`,
      { conversationId, parentOrdinal },
    )
    .map((row) => row.id);
}
