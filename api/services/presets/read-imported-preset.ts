import { readLibreChatSettings } from '@parley/chat-core';
import { conversationSettingsSchema, limits, RequestError, type ConversationSettings } from '@parley/contracts';

export interface ImportedPreset {
  readonly name: string;
  readonly settings: ConversationSettings;
  /** Keys whose values could not be taken. */
  readonly leftOut: readonly string[];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function nameOf(document: Readonly<Record<string, unknown>>): string {
  const said = [document['name'], document['title'], document['modelLabel'], document['chatGptLabel'], document['model']];
  const name = said.find((value): value is string => typeof value === 'string' && value.trim() !== '') ?? '';
  return name.trim().slice(0, limits.nameCharacters).trim();
}

/** Parley's own: a name and `settings`, each of which is taken for itself. */
function readOwn(name: string, given: Readonly<Record<string, unknown>>): ImportedPreset {
  const entries = Object.entries(given);
  const kept = entries.filter(([key, value]) => conversationSettingsSchema.safeParse({ [key]: value }).success);
  const leftOut = entries.filter((entry) => !kept.includes(entry)).map(([key]) => key);
  return { name, settings: conversationSettingsSchema.parse(Object.fromEntries(kept)), leftOut };
}

/** One preset of a file that a person brings, in Parley's form or LibreChat's. Throws `preset.not-a-preset` when nothing in it says so. */
export function readImportedPreset(document: Readonly<Record<string, unknown>>): ImportedPreset {
  const name = nameOf(document);
  if (name === '') throw new RequestError('preset.not-a-preset');
  if (isObject(document['settings'])) return readOwn(name, document['settings']);
  const { settings, model, refused } = readLibreChatSettings(document);
  if (model === undefined && Object.keys(settings).length === 0 && refused.length === 0) throw new RequestError('preset.not-a-preset');
  return { name, settings: { ...settings, ...(model === undefined ? {} : { model }) }, leftOut: refused };
}
