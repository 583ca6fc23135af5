import type { ApiKeyRow } from '../../ports/api-keys.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toApiKeyRow, type StoredApiKey } from '../rows/api-key-row.ts';

export function listApiKeys(db: Connection, { ownerId }: Scope): ApiKeyRow[] {
  return db
    .all<StoredApiKey>('SELECT * FROM api_keys WHERE owner_id = @ownerId ORDER BY created_at DESC, id DESC', { ownerId })
    .map(toApiKeyRow);
}
