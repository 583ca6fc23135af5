import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';

/** Where a message hangs: its distance from the root (a root has 1) and an ancestor some way up. */
export type Place = Pick<StoredMessage, 'depth' | 'skip'>;

/** A message with its place; above the roots is `top`. */
export type Placed = Place & Pick<StoredMessage, 'ordinal'>;

/** Above the roots: ordinal 0, which is nobody's. */
export const top: Placed = { ordinal: 0, depth: 0, skip: 0 };

/**
 * How far up the skip pointer at a depth leads. The pointers are those of a skew-binary list (Myers, 1983), in which that follows from
 * the depth alone: going up by `skip` where that does not overshoot and by the parent where it does reaches every ancestor in a number
 * of steps that grows with the logarithm of the depth.
 */
function skipLength(depth: number): number {
  for (let rest = depth; ;) {
    // The largest number of the form 2^k - 1 that is not above the rest.
    const length = 2 ** Math.floor(Math.log2(rest + 1)) - 1;
    if (length === rest) return length;
    rest -= length;
  }
}

/** Whether what hangs under a message of this depth skips as far as two skips from it would lead, and not to the message itself. */
export function skipsTwice(depth: number): boolean {
  return skipLength(depth + 1) > 1;
}

/** The place of a message under a parent, when the ordinal that the parent's skip pointer skips to in its turn is known. */
export function placeUnder(parent: Placed, skipOfSkip: number): Place {
  return { depth: parent.depth + 1, skip: skipsTwice(parent.depth) ? skipOfSkip : parent.ordinal };
}

/** The same, when nothing but the parent is known: one read where the pointer leads further than to the parent. */
export async function findPlaceUnder(unit: Unit, conversationId: string, parent: Placed): Promise<Place> {
  return placeUnder(parent, skipsTwice(parent.depth) ? await readSkip(unit, conversationId, parent.skip) : 0);
}

/**
 * The places of a message of this ordinal under a parent, and of one under that, in one read: where a line has no branches, ordinals
 * differ as depths do, so that both messages that may be asked for are known before.
 */
export async function findPlacesUnder(
  unit: Unit,
  conversationId: string,
  parent: Placed,
  ordinal: number,
): Promise<{ readonly first: Place; readonly second: Place }> {
  const { depth, skip } = parent;
  const likely = skip - skipLength(depth - skipLength(depth));
  const skips = skipsTwice(depth) ? await readSkips(unit, conversationId, [skip, likely]) : new Map([[parent.ordinal, skip]]);
  const first = placeUnder(parent, skips.get(skip) ?? 0);
  const known = skipsTwice(first.depth) ? skips.get(first.skip) : 0;
  const second = placeUnder({ ordinal, ...first }, known ?? (await readSkip(unit, conversationId, first.skip)));
  return { first, second };
}

async function readSkips(unit: Unit, conversationId: string, ordinals: readonly number[]): Promise<Map<number, number>> {
  const skips = new Map([[0, 0]]);
  const wanted = ordinals.filter((ordinal) => ordinal > 0);
  if (wanted.length === 0) return skips;
  const found = unit.in.messages
    .find({ conversationId, ordinal: { $in: wanted } }, unit.at)
    .project<Pick<Placed, 'ordinal' | 'skip'>>({ _id: 0, ordinal: 1, skip: 1 });
  for await (const { ordinal, skip } of found) skips.set(ordinal, skip);
  return skips;
}

async function readSkip(unit: Unit, conversationId: string, ordinal: number): Promise<number> {
  return ordinal === 0 ? 0 : (await readPlaced(unit, conversationId, ordinal)).skip;
}

/** A message that is there, by its ordinal; 0 is above the roots. */
export async function readPlaced(unit: Unit, conversationId: string, ordinal: number): Promise<Placed> {
  if (ordinal === 0) return top;
  const placed: Placed | null = await unit.in.messages.findOne(
    { conversationId, ordinal },
    { ...unit.at, projection: { _id: 0, ordinal: 1, depth: 1, skip: 1 } },
  );
  if (placed === null) throw new Error(`Message ${ordinal} of conversation ${conversationId} is missing.`);
  return placed;
}
