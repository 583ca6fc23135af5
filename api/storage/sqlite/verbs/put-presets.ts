import type { PresetInput, PresetStore } from '../../ports/presets.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';

type Options = Parameters<PresetStore['putPresets']>[2];

export function putPresets(
  db: Connection,
  { ownerId }: Scope,
  presets: readonly PresetInput[],
  { atMost, now }: Options,
): 'done' | 'too-many' | 'taken' {
  const owners = presets.map(({ id }) => db.get<{ owner_id: string }>('SELECT owner_id FROM presets WHERE id = @id', { id })?.owner_id);
  if (owners.some((owner) => owner !== undefined && owner !== ownerId)) return 'taken';
  const had = db.get<{ n: number; last: number | null }>(
    'SELECT count(*) AS n, max(position) AS last FROM presets WHERE owner_id = @ownerId',
    { ownerId },
  );
  const added = new Set(presets.filter((_, index) => owners[index] === undefined).map(({ id }) => id)).size;
  if ((had?.n ?? 0) + added > atMost) return 'too-many';
  let position = had?.last ?? 0;
  for (const { id, name, settings, isDefault } of presets) {
    if (isDefault) db.run('UPDATE presets SET is_default = 0 WHERE owner_id = @ownerId', { ownerId });
    position += 1;
    db.run(
      `INSERT INTO presets (id, owner_id, name, settings, is_default, position, created_at, updated_at)
       VALUES (@id, @ownerId, @name, @settings, @isDefault, @position, @now, @now)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, settings = excluded.settings, is_default = excluded.is_default, updated_at = excluded.updated_at`,
      { id, ownerId, name, settings: JSON.stringify(settings), isDefault: isDefault ? 1 : 0, position, now },
    );
  }
  return 'done';
}
