import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';

export type Shape = Pick<StoredMessage, '_id' | 'ordinal' | 'parentOrdinal' | 'deletedAt' | 'status'>;

const rangeSize = 512;

/**
 * The messages under one (0: all of them), oldest first, without itself: ranges of ordinals, in which a child always comes after its
 * parent, so that nothing recurs. Deleted ones are left out with all below them unless `deletedToo`.
 */
async function* shapeUnder(unit: Unit, conversationId: string, ordinal: number, deletedToo = false): AsyncGenerator<Shape> {
  const inside = new Set([ordinal]);
  for (let after = ordinal; ;) {
    const rows = await unit.in.messages
      .find({ conversationId, ordinal: { $gt: after } }, unit.at)
      .project<Shape>({ ordinal: 1, parentOrdinal: 1, deletedAt: 1, status: 1 })
      .sort({ ordinal: 1 })
      .limit(rangeSize)
      .toArray();
    for (const row of rows) {
      if (!inside.has(row.parentOrdinal)) continue;
      if (row.deletedAt !== null && !deletedToo) continue;
      inside.add(row.ordinal);
      yield row;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < rangeSize) return;
    after = last.ordinal;
  }
}

/** All of `shapeUnder`, deleted ones only if asked for. */
export async function allUnder(unit: Unit, conversationId: string, ordinal: number, deletedToo = false): Promise<Shape[]> {
  const all: Shape[] = [];
  for await (const each of shapeUnder(unit, conversationId, ordinal, deletedToo)) all.push(each);
  return all;
}

export type Found = Pick<StoredMessage, '_id' | 'ordinal'>;

/** The newest visible message at or under a visible one, which has nothing under it. */
export async function newestUnder(unit: Unit, conversationId: string, message: Found): Promise<Found> {
  let newest = message;
  for await (const each of shapeUnder(unit, conversationId, message.ordinal)) newest = each;
  return newest;
}
