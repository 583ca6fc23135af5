import type { Connection } from '../connection.ts';

/**
 * Whether a message is another one or lies under it, both named by their ordinals. Ordinals fall on the way up, so the way is
 * known without reading the messages passed over: steps grow with the logarithm of the depth.
 */
export function isAtOrUnder(db: Connection, conversationId: string, ordinal: number, ancestorOrdinal: number): boolean {
  let at = ordinal;
  while (at > ancestorOrdinal) {
    const up = db.get<{ parent: number | null; skip: number }>(
      'SELECT parent_ordinal AS parent, skip_ordinal AS skip FROM messages WHERE conversation_id = @conversationId AND ordinal = @at',
      { conversationId, at },
    );
    if (up === undefined) return false;
    at = up.skip >= ancestorOrdinal ? up.skip : (up.parent ?? 0);
  }
  return at === ancestorOrdinal;
}
