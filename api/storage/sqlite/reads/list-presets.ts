import type { PresetRow } from '../../ports/presets.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toPresetRow, type StoredPreset } from '../rows/preset-row.ts';

export function listPresets(db: Connection, { ownerId }: Scope): PresetRow[] {
  return db.all<StoredPreset>('SELECT * FROM presets WHERE owner_id = @ownerId ORDER BY position, id', { ownerId }).map(toPresetRow);
}
