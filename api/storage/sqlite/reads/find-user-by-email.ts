import type { UserRow } from '../../ports/users.ts';
import type { Connection } from '../connection.ts';
import { emailKey } from '../../kit/email-key.ts';
import { toUserRow, type StoredUser } from '../rows/user-row.ts';

export function findUserByEmail(db: Connection, email: string): UserRow | null {
  const stored = db.get<StoredUser>('SELECT * FROM users WHERE email_key = @emailKey', { emailKey: emailKey(email) });
  return stored === undefined ? null : toUserRow(stored);
}
