import type { UserRow } from '../../ports/users.ts';
import type { Connection } from '../connection.ts';
import { toUserRow, type StoredUser } from '../rows/user-row.ts';

export function updateUser(
  db: Connection,
  id: string,
  { name, passwordHash }: { readonly name?: string; readonly passwordHash?: string },
): UserRow | null {
  const stored = db.get<StoredUser>(
    'UPDATE users SET name = coalesce(@name, name), password_hash = coalesce(@passwordHash, password_hash) WHERE id = @id RETURNING *',
    { id, name: name ?? null, passwordHash: passwordHash ?? null },
  );
  return stored === undefined ? null : toUserRow(stored);
}
