import type { KeyRow } from '../../ports/keys.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { fromKeyRow } from '../rows/key-row.ts';

export function putKey(db: Connection, { ownerId }: Scope, key: KeyRow): void {
  db.run(
    `INSERT INTO keys (owner_id, endpoint_id, sealed, base_url, updated_at) VALUES (@ownerId, @endpointId, @sealed, @baseUrl, @updatedAt)
     ON CONFLICT DO UPDATE SET sealed = excluded.sealed, base_url = excluded.base_url, updated_at = excluded.updated_at`,
    fromKeyRow(ownerId, key),
  );
}
