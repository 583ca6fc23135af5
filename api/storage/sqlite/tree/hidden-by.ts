import type { Connection } from '../connection.ts';
import { isAtOrUnder } from './is-at-or-under.ts';

export interface DeletedRoot {
  readonly ordinal: number;
  readonly parent_ordinal: number | null;
}

/**
 * The topmost deleted message at or above a message, which hides it; null when it can be seen. Only the deleted roots of the
 * conversation are looked at, never the path.
 */
export function hiddenBy(db: Connection, conversationId: string, ordinal: number): DeletedRoot | null {
  const roots = db.all<DeletedRoot>(
    `SELECT ordinal, parent_ordinal FROM messages
     WHERE conversation_id = @conversationId AND deleted_at IS NOT NULL AND ordinal <= @ordinal ORDER BY ordinal`,
    { conversationId, ordinal },
  );
  return roots.find((root) => isAtOrUnder(db, conversationId, ordinal, root.ordinal)) ?? null;
}
