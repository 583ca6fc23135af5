import type { ModelRef } from '@parley/contracts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function removeFavourite(db: Connection, { ownerId }: Scope, { endpoint, id }: ModelRef): void {
  db.run('DELETE FROM favourites WHERE owner_id = @ownerId AND endpoint_id = @endpoint AND model_id = @id', { ownerId, endpoint, id });
}
