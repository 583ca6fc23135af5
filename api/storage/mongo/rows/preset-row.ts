import { isObject } from '../../kit/json.ts';
import type { PresetRow } from '../../ports/presets.ts';

export interface StoredPreset extends Omit<PresetRow, 'id'> {
  readonly _id: string;
  readonly position: number;
}

export interface StoredFavourite {
  readonly ownerId: string;
  readonly endpoint: string;
  readonly id: string;
  readonly position: number;
}

export function toPresetRow(stored: StoredPreset): PresetRow {
  const { _id: id, position: _, settings, ...row } = stored;
  return { id, ...row, settings: isObject(settings) ? settings : {} };
}
