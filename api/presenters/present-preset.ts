import type { Preset } from '@parley/contracts';
import type { PresetRow } from '../storage/ports/presets.ts';

/** A preset as its owner sees it. */
export const presentPreset = ({ id, name, settings, isDefault, createdAt, updatedAt }: PresetRow): Preset => ({
  id,
  name,
  settings,
  isDefault,
  createdAt,
  updatedAt,
});
