import { setImmediate as nextLoop } from 'node:timers/promises';
import type { UserQuery, UserRow } from '../../ports/users.ts';
import { walkUsers } from '../../kit/walk-users.ts';
import type { Connection } from '../connection.ts';
import { toUserRow, type StoredUser } from '../rows/user-row.ts';

/** Reads on the main thread, a page at a time with others served in between. */
export function findUsers(db: Connection, query: UserQuery): Promise<UserRow[]> {
  return walkUsers(query, async (afterId, length) => {
    if (afterId !== '') await nextLoop();
    return db.all<StoredUser>('SELECT * FROM users WHERE id > @afterId ORDER BY id LIMIT @length', { afterId, length }).map(toUserRow);
  });
}
