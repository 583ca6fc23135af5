import type { Role } from '@parley/contracts';
import type { NewUser, UserRow } from '../../ports/users.ts';
import { emailKey } from '../../kit/email-key.ts';
import type { Params } from '../connection.ts';

export interface StoredUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string;
  readonly created_at: number;
  readonly terms_version: string | null;
  readonly terms_at: number | null;
}

export function toUserRow(stored: StoredUser): UserRow {
  return {
    id: stored.id,
    email: stored.email,
    name: stored.name,
    role: stored.role,
    createdAt: stored.created_at,
    passwordHash: stored.password_hash,
    terms: stored.terms_version === null || stored.terms_at === null ? null : { version: stored.terms_version, at: stored.terms_at },
  };
}

export function fromNewUser(user: NewUser, role: Role): Params {
  return {
    id: user.id,
    email: user.email,
    emailKey: emailKey(user.email),
    name: user.name,
    role,
    passwordHash: user.passwordHash,
    now: user.now,
  };
}
