import type { ModelRef } from '@parley/contracts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import type { StoredFavourite } from '../rows/preset-row.ts';

export function listFavourites(db: Connection, { ownerId }: Scope): ModelRef[] {
  return db
    .all<StoredFavourite>('SELECT * FROM favourites WHERE owner_id = @ownerId ORDER BY position', { ownerId })
    .map(({ endpoint_id: endpoint, model_id: id }) => ({ endpoint, id }));
}
