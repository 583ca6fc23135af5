import type { ApiKeyRow } from '../../ports/api-keys.ts';

export interface StoredApiKey {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly prefix: string;
  readonly hash: string;
  /** Names with blanks between them. */
  readonly scopes: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

export function toApiKeyRow(stored: StoredApiKey): ApiKeyRow {
  return {
    id: stored.id,
    ownerId: stored.owner_id,
    name: stored.name,
    prefix: stored.prefix,
    scopes: stored.scopes === '' ? [] : stored.scopes.split(' '),
    createdAt: stored.created_at,
    expiresAt: stored.expires_at,
    lastUsedAt: stored.last_used_at,
  };
}
