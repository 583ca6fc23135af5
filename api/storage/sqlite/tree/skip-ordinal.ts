import type { Connection } from '../connection.ts';

/** Where a message hangs: its distance from the root (a root has 1) and an ancestor some way up. */
export interface Place {
  readonly depth: number;
  readonly skip: number;
}

/** Above the roots: ordinal 0, which is nobody's. */
const top: Place = { depth: 0, skip: 0 };

/**
 * The place of a message under a parent (ordinal 0: a root). The skip pointers are those of a skew-binary list (Myers, 1983):
 * from any message, going up by `skip` where that does not overshoot and by the parent where it does, every ancestor is
 * reached in a number of steps that grows with the logarithm of the depth.
 */
export function placeUnder(db: Connection, conversationId: string, parentOrdinal: number): Place {
  const parent = readPlace(db, conversationId, parentOrdinal);
  const skipped = readPlace(db, conversationId, parent.skip);
  const skippedTwice = readPlace(db, conversationId, skipped.skip);
  const even = parent.depth - skipped.depth === skipped.depth - skippedTwice.depth;
  return { depth: parent.depth + 1, skip: even ? skipped.skip : parentOrdinal };
}

function readPlace(db: Connection, conversationId: string, ordinal: number): Place {
  if (ordinal === 0) return top;
  const place = db.get<Place>(
    'SELECT depth, skip_ordinal AS skip FROM messages WHERE conversation_id = @conversationId AND ordinal = @ordinal',
    { conversationId, ordinal },
  );
  if (place === undefined) throw new Error(`Message ${ordinal} of conversation ${conversationId} is missing.`);
  return place;
}
