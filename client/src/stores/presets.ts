import { uuidv7 } from '@parley/chat-core';
import type { ConversationSettings, ModelRef, Preset } from '@parley/contracts';
import { api } from '../lib/api-client.ts';
import { presetsQuery } from '../lib/presets-query.ts';
import { queryClient } from '../lib/query-client.ts';

type Kept = Awaited<ReturnType<typeof api.presets.list>>;

const learn = (part: Partial<Kept>): void =>
  void queryClient.setQueryData<Kept>(presetsQuery.queryKey, (known) => ({
    presets: [],
    favourites: [],
    favouriteSpecs: [],
    ...known,
    ...part,
  }));

type PresetInput = Pick<Preset, 'name' | 'settings' | 'isDefault'>;

/** Keeps settings under a name, as a new preset or in place of one. */
export async function savePreset({ name, settings, isDefault }: PresetInput, id = uuidv7()): Promise<void> {
  learn({ presets: (await api.presets.put({ params: { id }, body: { name, settings, isDefault } })).presets });
}

export async function deletePreset(preset: Preset): Promise<void> {
  await api.presets.remove({ params: { id: preset.id } });
  await queryClient.invalidateQueries({ queryKey: presetsQuery.queryKey });
}

/** Moves a preset one place up or down. */
export async function movePreset(presets: readonly Preset[], preset: Preset, by: -1 | 1): Promise<void> {
  const ids = presets.map(({ id }) => id);
  const at = ids.indexOf(preset.id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= ids.length) return;
  ids.splice(at, 1);
  ids.splice(to, 0, preset.id);
  learn({ presets: (await api.presets.order({ body: { ids } })).presets });
}

/** What a file of presets holds, as the server takes it; null when it is no such file. */
export function readPresetFile(text: string): Record<string, unknown>[] | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Not JSON: said by whoever asked.
    return null;
  }
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const listed =
    isObject(document) && Array.isArray(document['presets']) ? document['presets'] : Array.isArray(document) ? document : [document];
  return listed.length > 0 && listed.every(isObject) ? listed : null;
}

/** Takes in presets of a file. Resolves with what could not be taken, by preset. */
export async function importPresets(presets: Record<string, unknown>[]): Promise<readonly { name: string; keys: string[] }[]> {
  const { presets: known, leftOut } = await api.presets.import({ body: { presets } });
  learn({ presets: known });
  return leftOut;
}

/** Presets as a file that Parley, and nobody's name in particular, takes in again. */
export function presetFile(presets: readonly Preset[]): string {
  const kept = presets.map(({ name, settings, isDefault }) => ({ name, isDefault, settings }));
  return `${JSON.stringify({ format: 'parley-presets', version: 1, presets: kept }, null, 2)}\n`;
}

/** Marks a model, or a spec by its name. */
export async function markFavourite(liked: { model: ModelRef } | { spec: string }, marked: boolean): Promise<void> {
  learn(await api.presets.putFavourite({ body: { ...liked, marked } }));
}

/** Settings without what names a model: what is left can be laid over another one. */
export function settingsAlone(all: ConversationSettings): Omit<ConversationSettings, 'model' | 'spec'> {
  const { model: _, spec: __, ...settings } = all;
  return settings;
}
