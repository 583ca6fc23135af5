import type { ApiKeyRow, NewApiKey } from '../../ports/api-keys.ts';

export interface StoredApiKey extends Omit<ApiKeyRow, 'id'> {
  readonly _id: string;
  readonly hash: string;
}

export function toApiKeyRow({ _id: id, ownerId, name, prefix, scopes, createdAt, expiresAt, lastUsedAt }: StoredApiKey): ApiKeyRow {
  return { id, ownerId, name, prefix, scopes, createdAt, expiresAt, lastUsedAt };
}

export function fromNewApiKey(ownerId: string, { id, name, prefix, hash, scopes, now, expiresAt }: NewApiKey): StoredApiKey {
  return { _id: id, ownerId, name, prefix, hash, scopes, createdAt: now, expiresAt, lastUsedAt: null };
}
