import type { Scope } from './scope.ts';

/** A key that a person made for a program of theirs. */
export interface ApiKeyRow {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  /** The first characters of the secret, by which a person knows it again. */
  readonly prefix: string;
  /** What it opens, as `apiKeyScopes` of the contract names it. Names of a newer version are kept, and open nothing here. */
  readonly scopes: readonly string[];
  readonly createdAt: number;
  /** Null: it does not expire. */
  readonly expiresAt: number | null;
  /** Null: never. */
  readonly lastUsedAt: number | null;
}

export interface NewApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  /** SHA-256 of the secret, hex. The secret itself is never stored. */
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly now: number;
  readonly expiresAt: number | null;
  /** How many a person may have, expired ones included. */
  readonly atMost: number;
}

/** Keys by which programs act for a person. Only hashes of their secrets are stored. */
export interface ApiKeyStore {
  /** `too-many`: the person has as many as they may; in a race never more than that are made. */
  createApiKey(scope: Scope, key: NewApiKey): Promise<ApiKeyRow | 'too-many'>;
  /** By the hash of its secret; null when there is none, or it expired. */
  findApiKey(hash: string): Promise<ApiKeyRow | null>;
  /** All of a person, expired ones included, newest first. */
  listApiKeys(scope: Scope): Promise<ApiKeyRow[]>;
  /** Notes a use; an older one than is known, or of a key that is gone, changes nothing. */
  touchApiKey(id: string, at: number): Promise<void>;
  /** False when the person has none of this id. */
  deleteApiKey(scope: Scope, id: string): Promise<boolean>;
  /** Deletes all of a person; their ids. */
  deleteApiKeys(scope: Scope): Promise<string[]>;
}
