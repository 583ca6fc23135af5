import type { Connection } from '../connection.ts';

/**
 * The ordinal of the newest visible message at or under a visible one, which has nothing under it. Reads the shape of what is
 * newer than the message in ranges, oldest first, so that a child is always met after its parent: no recursion.
 */
export function newestUnder(db: Connection, conversationId: string, ordinal: number): number {
  let newest = ordinal;
  for (const message of shapeUnder(db, conversationId, ordinal)) newest = message.ordinal;
  return newest;
}

export interface Shape {
  readonly id: string;
  readonly ordinal: number;
  readonly parent_ordinal: number | null;
  readonly deleted_at: number | null;
  readonly status: string;
}

const rangeSize = 512;

/** The messages under one (0: all of them), oldest first, without itself. Deleted ones are left out with all below them unless `deletedToo`. */
export function* shapeUnder(db: Connection, conversationId: string, ordinal: number, deletedToo = false): Generator<Shape> {
  const inside = new Set([ordinal]);
  for (let after = ordinal; ;) {
    const rows = db.all<Shape>(
      `SELECT id, ordinal, parent_ordinal, deleted_at, status FROM messages
       WHERE conversation_id = @conversationId AND ordinal > @after ORDER BY ordinal LIMIT @rangeSize`,
      { conversationId, after, rangeSize },
    );
    for (const row of rows) {
      if (!inside.has(row.parent_ordinal ?? 0)) continue;
      if (row.deleted_at !== null && !deletedToo) continue;
      inside.add(row.ordinal);
      yield row;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < rangeSize) return;
    after = last.ordinal;
  }
}
