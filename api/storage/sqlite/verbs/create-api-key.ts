import type { ApiKeyRow, NewApiKey } from '../../ports/api-keys.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toApiKeyRow, type StoredApiKey } from '../rows/api-key-row.ts';

export function createApiKey(db: Connection, { ownerId }: Scope, key: NewApiKey): ApiKeyRow | 'too-many' {
  const had = db.get<{ n: number }>('SELECT count(*) AS n FROM api_keys WHERE owner_id = @ownerId', { ownerId })?.n ?? 0;
  if (had >= key.atMost) return 'too-many';
  const stored: StoredApiKey = {
    id: key.id,
    owner_id: ownerId,
    name: key.name,
    prefix: key.prefix,
    hash: key.hash,
    scopes: key.scopes.join(' '),
    created_at: key.now,
    expires_at: key.expiresAt,
    last_used_at: null,
  };
  db.run(
    `INSERT INTO api_keys (id, owner_id, name, prefix, hash, scopes, created_at, expires_at, last_used_at)
     VALUES (@id, @owner_id, @name, @prefix, @hash, @scopes, @created_at, @expires_at, @last_used_at)`,
    { ...stored },
  );
  return toApiKeyRow(stored);
}
