import type { ConversationSettings, ModelRef } from '@parley/contracts';
import type { Scope } from './scope.ts';

/** Settings that a person keeps under a name. */
export interface PresetRow {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  /** Empty when what is stored cannot be read. */
  readonly settings: ConversationSettings;
  /** New chats begin with it; at most one of a person is. */
  readonly isDefault: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface PresetInput {
  readonly id: string;
  readonly name: string;
  readonly settings: ConversationSettings;
  readonly isDefault: boolean;
}

export interface PresetStore {
  /**
   * Writes presets by their ids: one of the person's is replaced and keeps its place, others are added at the end, in this order. One that becomes the
   * default takes that from another. All or none: `too-many` when the person would have more than `atMost`, `taken` when an id is somebody else's.
   */
  putPresets(
    scope: Scope,
    presets: readonly PresetInput[],
    options: { readonly atMost: number; readonly now: number },
  ): Promise<'done' | 'too-many' | 'taken'>;
  /** In the person's order. */
  listPresets(scope: Scope): Promise<PresetRow[]>;
  /** Puts these first, in this order; ids that are not the person's count for nothing. */
  orderPresets(scope: Scope, ids: readonly string[]): Promise<void>;
  /** False when there was none. */
  deletePreset(scope: Scope, id: string): Promise<boolean>;

  /** Marks a model, or what stands for a spec, as a favourite, once; `too-many` when the person would have more than `atMost`. */
  addFavourite(scope: Scope, model: ModelRef, options: { readonly atMost: number; readonly now: number }): Promise<'done' | 'too-many'>;
  removeFavourite(scope: Scope, model: ModelRef): Promise<void>;
  /** In the order in which they were marked. */
  listFavourites(scope: Scope): Promise<ModelRef[]>;
}
