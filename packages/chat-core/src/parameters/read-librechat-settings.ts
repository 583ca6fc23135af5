import { callSettingsSchema, limits, settingNames, type CallSettings, type ModelRef, type SettingName } from '@parley/contracts';

/** LibreChat's names of a setting; the first that is there counts. It has several for the same thing, by the age of a preset and by provider. */
const synonyms: Readonly<Record<SettingName, readonly string[]>> = {
  instructions: ['promptPrefix', 'system', 'instructions'],
  temperature: ['temperature'],
  topP: ['topP', 'top_p'],
  topK: ['topK', 'top_k'],
  frequencyPenalty: ['frequencyPenalty', 'frequency_penalty'],
  presencePenalty: ['presencePenalty', 'presence_penalty'],
  seed: ['seed'],
  stop: ['stop', 'stopSequences', 'stop_sequences'],
  maxOutputTokens: ['maxOutputTokens', 'max_tokens', 'maxTokens', 'max_output_tokens', 'max_completion_tokens'],
  reasoningEffort: ['reasoningEffort', 'reasoning_effort', 'effort', 'thinkingLevel'],
  thinkingBudget: ['thinkingBudget', 'thinking_budget'],
  verbosity: ['verbosity'],
  webSearch: ['webSearch', 'web_search', 'grounding'],
  region: ['region'],
};

/** The setting that goes by one of its LibreChat's names; undefined when Parley has none for it. */
export const settingOfLibreChat = (key: string): SettingName | undefined => settingNames.find((name) => synonyms[name].includes(key));

export interface LibreChatSettings {
  readonly settings: CallSettings;
  /** Absent when the text names no endpoint or no model. */
  readonly model?: ModelRef;
  /** Keys whose values a setting of Parley's cannot hold. */
  readonly refused: readonly string[];
}

const numeric = new Set<SettingName>([
  'temperature',
  'topP',
  'topK',
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'maxOutputTokens',
  'thinkingBudget',
]);

/** As Parley writes it: older versions wrote numbers as text, one stop sequence as text, and `''` for what was not set. */
function plainValue(name: SettingName, value: unknown): unknown {
  if (typeof value === 'string' && numeric.has(name) && value.trim() !== '') return Number(value);
  if (typeof value === 'string' && name === 'stop') return [value];
  return value;
}

/** What a preset, or the `preset` of a model spec, of LibreChat means here. Keys that say nothing of a call are passed over. */
export function readLibreChatSettings(preset: Readonly<Record<string, unknown>>): LibreChatSettings {
  const settings: Record<string, unknown> = {};
  const refused: string[] = [];
  for (const name of settingNames) {
    const key = synonyms[name].find((synonym) => preset[synonym] !== undefined && preset[synonym] !== null && preset[synonym] !== '');
    if (key === undefined) continue;
    const value = plainValue(name, preset[key]);
    if (Array.isArray(value) && value.length === 0) continue;
    if (callSettingsSchema.safeParse({ [name]: value }).success) settings[name] = value;
    else refused.push(key);
  }
  // The switch beside the budget; its own default is on, and means nothing without a budget.
  if (preset['thinking'] === false) settings['thinkingBudget'] = 0;
  const { endpoint, model } = preset;
  const isNamed = typeof endpoint === 'string' && typeof model === 'string' && endpoint.length > 0 && endpoint.length <= 64;
  const isModel = isNamed && model.length > 0 && model.length <= limits.modelNameCharacters;
  return { settings: settings as CallSettings, refused, ...(isModel ? { model: { endpoint, id: model } } : {}) };
}
