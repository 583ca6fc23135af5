import { apiKeyScopes, type ApiKey } from '@parley/contracts';
import type { ApiKeyRow } from '../storage/ports/api-keys.ts';

/** A key as its owner sees it; what is kept of its secret stays inside, and so do scopes that this version does not know. */
export function presentApiKey({ id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt }: ApiKeyRow): ApiKey {
  return { id, name, prefix, scopes: apiKeyScopes.filter((scope) => scopes.includes(scope)), createdAt, expiresAt, lastUsedAt };
}
