import type { Account } from '@parley/contracts';
import type { UserRow } from '../storage/ports/users.ts';

/** An account as its owner sees it; the password's hash stays inside. */
export function presentAccount({ id, email, name, role, createdAt }: UserRow): Account {
  return { id, email, name, role, createdAt };
}
