import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function deleteKey(db: Connection, { ownerId }: Scope, endpointId: string): boolean {
  return db.run('DELETE FROM keys WHERE owner_id = @ownerId AND endpoint_id = @endpointId', { ownerId, endpointId }) > 0;
}
