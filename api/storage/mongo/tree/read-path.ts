import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';

/** One message on a path, without its content. */
export type PathStep = Pick<StoredMessage, 'ordinal' | 'parentOrdinal'>;

const smallestRange = 8;
const largestRange = 1_024;

/**
 * The path upwards from an ordinal (itself included), nearest first, at most `limit` steps. It reads ranges of ordinals from the
 * index alone, keeps what lies on the path and jumps to the parent when a range is left. A range that held little of the path is
 * followed by a shorter one, so that the work grows with the path in a chain and in a comb alike.
 */
export async function readPath(unit: Unit, conversationId: string, from: number, limit: number): Promise<PathStep[]> {
  const path: PathStep[] = [];
  let next = from;
  let size = Math.min(Math.max(limit, smallestRange), largestRange);
  while (next > 0 && path.length < limit) {
    const kept = path.length;
    const rows = await unit.in.messages
      .find({ conversationId, ordinal: { $gte: Math.max(1, next - size + 1), $lte: next } }, unit.at)
      .project<PathStep>({ _id: 0, ordinal: 1, parentOrdinal: 1 })
      .sort({ ordinal: -1 })
      .toArray();
    for (const row of rows) {
      if (row.ordinal !== next || path.length === limit) continue;
      path.push(row);
      next = row.parentOrdinal;
    }
    const found = path.length - kept;
    if (found === 0) throw new Error(`Message ${next} of conversation ${conversationId} is missing.`);
    size = found * 2 > rows.length ? Math.min(size * 2, largestRange) : Math.max(smallestRange, found * 2);
  }
  return path;
}
