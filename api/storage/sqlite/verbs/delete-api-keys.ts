import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function deleteApiKeys(db: Connection, { ownerId }: Scope): string[] {
  return db.all<{ id: string }>('DELETE FROM api_keys WHERE owner_id = @ownerId RETURNING id', { ownerId }).map(({ id }) => id);
}
