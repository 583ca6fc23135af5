import type { NewUser, UserRow } from '../../ports/users.ts';
import type { Connection } from '../connection.ts';
import { findUserByEmail } from '../reads/find-user-by-email.ts';
import { fromNewUser, toUserRow, type StoredUser } from '../rows/user-row.ts';

export function createUser(db: Connection, user: NewUser): UserRow | 'taken' | 'not-first' {
  const first = db.get('SELECT 1 FROM users LIMIT 1') === undefined;
  if (user.onlyFirst && !first) return 'not-first';
  const known = findUserByEmail(db, user.email);
  if (known !== null) {
    // A commit like the one of a new account, so that the time of the answer does not tell them apart.
    db.run('UPDATE users SET created_at = created_at WHERE id = @id', { id: known.id });
    return 'taken';
  }
  const stored = db.get<StoredUser>(
    `INSERT INTO users (id, email, email_key, name, role, password_hash, created_at)
     VALUES (@id, @email, @emailKey, @name, @role, @passwordHash, @now) RETURNING *`,
    fromNewUser(user, first ? 'administrator' : 'member'),
  );
  if (stored === undefined) throw new Error('The account was not kept.');
  return toUserRow(stored);
}
