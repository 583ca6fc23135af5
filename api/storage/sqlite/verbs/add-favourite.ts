import type { ModelRef } from '@parley/contracts';
import type { PresetStore } from '../../ports/presets.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

export function addFavourite(
  db: Connection,
  { ownerId }: Scope,
  { endpoint, id }: ModelRef,
  { atMost }: Parameters<PresetStore['addFavourite']>[2],
): 'done' | 'too-many' {
  const key = { ownerId, endpoint, id };
  const known = db.get('SELECT 1 FROM favourites WHERE owner_id = @ownerId AND endpoint_id = @endpoint AND model_id = @id', key);
  if (known) return 'done';
  const had = db.get<{ n: number; last: number | null }>(
    'SELECT count(*) AS n, max(position) AS last FROM favourites WHERE owner_id = @ownerId',
    { ownerId },
  );
  if ((had?.n ?? 0) >= atMost) return 'too-many';
  db.run('INSERT INTO favourites (owner_id, endpoint_id, model_id, position) VALUES (@ownerId, @endpoint, @id, @position)', {
    ...key,
    position: (had?.last ?? 0) + 1,
  });
  return 'done';
}
