import type { Account } from '@parley/contracts';
import type { UserRow } from '../storage/ports/users.ts';

/** Enough of an account for an administrator to tell it from another. */
export function presentPerson({ id, email, name, role }: UserRow): Omit<Account, 'createdAt'> {
  return { id, email, name, role };
}

/** An account as its owner sees it; the password's hash stays inside. */
export function presentAccount({ id, email, name, role, createdAt }: UserRow): Account {
  return { id, email, name, role, createdAt };
}
