import type { Connection } from '../connection.ts';

/** Counted by walking the smallest index: the one query that looks at every account. */
export function countUsers(db: Connection): number {
  return db.get<{ users: number }>('SELECT count(*) AS users FROM users')?.users ?? 0;
}
