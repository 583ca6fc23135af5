import type { ApiKeyRow } from '../../ports/api-keys.ts';
import type { Connection } from '../connection.ts';
import { toApiKeyRow, type StoredApiKey } from '../rows/api-key-row.ts';

export function findApiKey(db: Connection, hash: string, now: number): ApiKeyRow | null {
  const stored = db.get<StoredApiKey>('SELECT * FROM api_keys WHERE hash = @hash AND (expires_at IS NULL OR expires_at > @now)', {
    hash,
    now,
  });
  return stored === undefined ? null : toApiKeyRow(stored);
}
