import type { UserChange, UserRow } from '../../ports/users.ts';
import type { Connection } from '../connection.ts';
import { toUserRow, type StoredUser } from '../rows/user-row.ts';

export function updateUser(db: Connection, id: string, { name, passwordHash, terms }: UserChange): UserRow | null {
  const stored = db.get<StoredUser>(
    `UPDATE users SET name = coalesce(@name, name), password_hash = coalesce(@passwordHash, password_hash),
       terms_version = coalesce(@termsVersion, terms_version), terms_at = coalesce(@termsAt, terms_at)
     WHERE id = @id RETURNING *`,
    { id, name: name ?? null, passwordHash: passwordHash ?? null, termsVersion: terms?.version ?? null, termsAt: terms?.at ?? null },
  );
  return stored === undefined ? null : toUserRow(stored);
}
