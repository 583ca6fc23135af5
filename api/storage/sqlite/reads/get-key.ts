import type { KeyRow } from '../../ports/keys.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toKeyRow, type StoredKey } from '../rows/key-row.ts';

export function getKey(db: Connection, { ownerId }: Scope, endpointId: string): KeyRow | null {
  const stored = db.get<StoredKey>('SELECT * FROM keys WHERE owner_id = @ownerId AND endpoint_id = @endpointId', { ownerId, endpointId });
  return stored === undefined ? null : toKeyRow(stored);
}
