import type { ConversationSettings } from '@parley/contracts';
import type { PresetRow } from '../../ports/presets.ts';
import { readObject } from '../../kit/json.ts';

export interface StoredPreset {
  readonly id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly settings: string;
  readonly is_default: number;
  readonly position: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface StoredFavourite {
  readonly owner_id: string;
  readonly endpoint_id: string;
  readonly model_id: string;
  readonly position: number;
}

export function toPresetRow(stored: StoredPreset): PresetRow {
  return {
    id: stored.id,
    ownerId: stored.owner_id,
    name: stored.name,
    settings: readObject<ConversationSettings>(stored.settings) ?? {},
    isDefault: stored.is_default === 1,
    createdAt: stored.created_at,
    updatedAt: stored.updated_at,
  };
}
