import type { KeyRow } from '../../ports/keys.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toKeyRow, type StoredKey } from '../rows/key-row.ts';

export function listKeys(db: Connection, { ownerId }: Scope): KeyRow[] {
  return db.all<StoredKey>('SELECT * FROM keys WHERE owner_id = @ownerId ORDER BY endpoint_id', { ownerId }).map(toKeyRow);
}
