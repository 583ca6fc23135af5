import { uuidv7 } from '@parley/chat-core';
import { assertThat, limits, RequestError, type ConversationSettings, type ModelRef } from '@parley/contracts';
import type { Bus } from '../../realtime/ports.ts';
import type { PresetRow, PresetStore } from '../../storage/ports/presets.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { readImportedPreset } from './read-imported-preset.ts';

export interface PresetNeeds {
  readonly storage: PresetStore;
  readonly bus: Bus;
  readonly now: () => number;
}

/** A model, or a spec of the operator's by its name. */
export type Liked = { readonly model: ModelRef } | { readonly spec: string };

export interface Favourites {
  readonly favourites: ModelRef[];
  readonly favouriteSpecs: string[];
}

/** A spec is kept as what has no endpoint: every endpoint has a name. */
const noEndpoint = '';
const kept = (liked: Liked): ModelRef => ('model' in liked ? liked.model : { endpoint: noEndpoint, id: liked.spec });

const sorted = (all: readonly ModelRef[]): Favourites => ({
  favourites: all.filter(({ endpoint }) => endpoint !== noEndpoint),
  favouriteSpecs: all.filter(({ endpoint }) => endpoint === noEndpoint).map(({ id }) => id),
});

/** Presets and favourites. Every change is told to the person's other pages by a `presets` hint. */
export interface PresetService {
  list(scope: Scope): Promise<{ presets: PresetRow[] } & Favourites>;
  /** Throws `preset.id-taken` and `preset.too-many`. */
  put(
    scope: Scope,
    id: string,
    preset: { readonly name: string; readonly settings: ConversationSettings; readonly isDefault: boolean },
  ): Promise<PresetRow[]>;
  /** Throws `preset.not-found`. */
  remove(scope: Scope, id: string): Promise<void>;
  order(scope: Scope, ids: readonly string[]): Promise<PresetRow[]>;
  /** All of them or none. Throws `preset.not-a-preset` and `preset.too-many`. */
  importAll(
    scope: Scope,
    documents: readonly Readonly<Record<string, unknown>>[],
  ): Promise<{ presets: PresetRow[]; leftOut: { name: string; keys: string[] }[] }>;
  /** Throws `preset.too-many-favourites`. */
  markFavourite(scope: Scope, liked: Liked, marked: boolean): Promise<Favourites>;
}

export function createPresetService({ storage, bus, now }: PresetNeeds): PresetService {
  const tell = (scope: Scope): void => bus.publish(`user:${scope.ownerId}`, { kind: 'hint', hint: { type: 'presets' } });
  const presetLimit = () => ({ atMost: limits.presetsPerUser, now: now() });

  async function put(scope: Scope, inputs: Parameters<PresetStore['putPresets']>[1]): Promise<PresetRow[]> {
    const done = await storage.putPresets(scope, inputs, presetLimit());
    assertThat(done !== 'taken', 'preset.id-taken');
    assertThat(done !== 'too-many', 'preset.too-many', { params: { limit: limits.presetsPerUser } });
    tell(scope);
    return storage.listPresets(scope);
  }

  return {
    async list(scope) {
      const [presets, favourites] = await Promise.all([storage.listPresets(scope), storage.listFavourites(scope)]);
      return { presets, ...sorted(favourites) };
    },
    put: (scope, id, preset) => put(scope, [{ id, ...preset }]),
    async remove(scope, id) {
      assertThat(await storage.deletePreset(scope, id), 'preset.not-found');
      tell(scope);
    },
    async order(scope, ids) {
      await storage.orderPresets(scope, ids);
      tell(scope);
      return storage.listPresets(scope);
    },
    async importAll(scope, documents) {
      const read = documents.map(readImportedPreset);
      const presets = await put(
        scope,
        read.map(({ name, settings }) => ({ id: uuidv7(), name, settings, isDefault: false })),
      );
      const leftOut = read.filter((each) => each.leftOut.length > 0).map((each) => ({ name: each.name, keys: [...each.leftOut] }));
      return { presets, leftOut };
    },
    async markFavourite(scope, liked, marked) {
      const model = kept(liked);
      if (!marked) await storage.removeFavourite(scope, model);
      else if ((await storage.addFavourite(scope, model, { atMost: limits.favouritesPerUser, now: now() })) === 'too-many')
        throw new RequestError('preset.too-many-favourites', { params: { limit: limits.favouritesPerUser } });
      tell(scope);
      return sorted(await storage.listFavourites(scope));
    },
  };
}
