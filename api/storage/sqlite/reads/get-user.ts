import type { UserRow } from '../../ports/users.ts';
import type { Connection } from '../connection.ts';
import { toUserRow, type StoredUser } from '../rows/user-row.ts';

export function getUser(db: Connection, id: string): UserRow | null {
  const stored = db.get<StoredUser>('SELECT * FROM users WHERE id = @id', { id });
  return stored === undefined ? null : toUserRow(stored);
}
