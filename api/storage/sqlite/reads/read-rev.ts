import type { Connection } from '../connection.ts';

/** The owner's counter; 0 before the first change. */
export function readRev(db: Connection, ownerId: string): number {
  return db.get<{ rev: number }>('SELECT rev FROM counters WHERE owner_id = @ownerId', { ownerId })?.rev ?? 0;
}
