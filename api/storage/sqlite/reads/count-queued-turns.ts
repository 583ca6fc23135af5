import type { Connection } from '../connection.ts';

export function countQueuedTurns(db: Connection): number {
  return db.get<{ queued: number }>(`SELECT count(*) AS queued FROM turns WHERE status = 'queued'`)?.queued ?? 0;
}
