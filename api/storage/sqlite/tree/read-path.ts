import type { Connection } from '../connection.ts';

/** One message on a path, without its content. */
export interface PathStep {
  readonly ordinal: number;
  readonly parent: number | null;
}

const smallestRange = 8;
const largestRange = 256;

/**
 * The path upwards from an ordinal (itself included), nearest first, at most `limit` steps. It reads ranges of ordinals, keeps
 * what lies on the path and jumps to the parent when a range is left. A range that held little of the path is followed by a
 * shorter one, so that the work grows with the path in a chain and in a comb alike.
 */
export function readPath(db: Connection, conversationId: string, from: number, limit: number): PathStep[] {
  const path: PathStep[] = [];
  let next = from;
  let size = Math.min(Math.max(limit, smallestRange), largestRange);
  while (next > 0 && path.length < limit) {
    const kept = path.length;
    const rows = db.all<PathStep>(
      `SELECT ordinal, parent_ordinal AS parent FROM messages
       WHERE conversation_id = @conversationId AND ordinal BETWEEN @lowest AND @next ORDER BY ordinal DESC`,
      { conversationId, lowest: Math.max(1, next - size + 1), next },
    );
    for (const row of rows) {
      if (row.ordinal !== next || path.length === limit) continue;
      path.push(row);
      next = row.parent ?? 0;
    }
    const found = path.length - kept;
    if (found === 0) throw new Error(`Message ${next} of conversation ${conversationId} is missing.`);
    size = found * 2 > rows.length ? Math.min(size * 2, largestRange) : Math.max(smallestRange, found * 2);
  }
  return path;
}
