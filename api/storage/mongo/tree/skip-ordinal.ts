import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';

/** Where a message hangs: its distance from the root (a root has 1) and an ancestor some way up. */
export type Place = Pick<StoredMessage, 'depth' | 'skip'>;

/** Above the roots: ordinal 0, which is nobody's. */
const top: Place = { depth: 0, skip: 0 };

/**
 * The place of a message under a parent (ordinal 0: a root). The skip pointers are those of a skew-binary list (Myers, 1983):
 * going up by `skip` where that does not overshoot and by the parent where it does reaches every ancestor in a number of steps that
 * grows with the logarithm of the depth.
 */
export async function placeUnder(unit: Unit, conversationId: string, parentOrdinal: number, known?: Place): Promise<Place> {
  const parent = known ?? (await readPlace(unit, conversationId, parentOrdinal));
  const skipped = await readPlace(unit, conversationId, parent.skip);
  const skippedTwice = await readPlace(unit, conversationId, skipped.skip);
  const even = parent.depth - skipped.depth === skipped.depth - skippedTwice.depth;
  return { depth: parent.depth + 1, skip: even ? skipped.skip : parentOrdinal };
}

async function readPlace(unit: Unit, conversationId: string, ordinal: number): Promise<Place> {
  if (ordinal === 0) return top;
  const place: Place | null = await unit.in.messages.findOne(
    { conversationId, ordinal },
    { ...unit.at, projection: { _id: 0, depth: 1, skip: 1 } },
  );
  if (place === null) throw new Error(`Message ${ordinal} of conversation ${conversationId} is missing.`);
  return place;
}
