import type { Connection } from '../connection.ts';

/** Counts one more change of what a person owns and returns the new count. */
export function nextRev(db: Connection, ownerId: string): number {
  const counter = db.get<{ rev: number }>(
    'INSERT INTO counters (owner_id, rev) VALUES (@ownerId, 1) ON CONFLICT DO UPDATE SET rev = rev + 1 RETURNING rev',
    { ownerId },
  );
  if (counter === undefined) throw new Error('The counter did not count.');
  return counter.rev;
}
