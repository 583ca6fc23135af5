import type { Role } from '@parley/contracts';
import { emailKey } from '../../kit/email-key.ts';
import type { KeyRow } from '../../ports/keys.ts';
import type { AcceptedTerms, NewUser, UserRow } from '../../ports/users.ts';

export interface StoredUser {
  readonly _id: string;
  readonly email: string;
  readonly emailKey: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly createdAt: number;
  /** Absent until the person agreed to something. */
  readonly terms?: AcceptedTerms;
}

export interface StoredKey extends KeyRow {
  readonly ownerId: string;
}

export function toUserRow({ _id: id, email, name, role, createdAt, passwordHash, terms }: StoredUser): UserRow {
  return { id, email, name, role, createdAt, passwordHash, terms: terms ?? null };
}

export function fromNewUser({ id, email, name, passwordHash, now }: NewUser, role: Role): StoredUser {
  return { _id: id, email, emailKey: emailKey(email), name, role, passwordHash, createdAt: now };
}

export function toKeyRow({ endpointId, sealed, baseUrl, updatedAt }: StoredKey): KeyRow {
  return { endpointId, sealed, baseUrl, updatedAt };
}
