import type { Parameter, ReasoningEffort, SettingName } from '@parley/contracts';

/** The settings in the shape most providers give them; a provider's list narrows what differs there. */
const usual = {
  instructions: { kind: 'text' },
  temperature: { kind: 'slider', min: 0, max: 2, step: 0.01, default: 1 },
  topP: { kind: 'slider', min: 0, max: 1, step: 0.01, default: 1 },
  topK: { kind: 'number', min: 0, max: 500, step: 1 },
  frequencyPenalty: { kind: 'slider', min: -2, max: 2, step: 0.01, default: 0 },
  presencePenalty: { kind: 'slider', min: -2, max: 2, step: 0.01, default: 0 },
  seed: { kind: 'number', min: 0, max: 2_147_483_647, step: 1 },
  stop: { kind: 'tags', maxItems: 4 },
  maxOutputTokens: { kind: 'number', min: 1, max: 1_000_000, step: 1 },
  reasoningEffort: { kind: 'select', options: ['low', 'medium', 'high'], default: 'medium' },
  thinkingBudget: { kind: 'number', min: 0, max: 128_000, step: 1 },
  verbosity: { kind: 'select', options: ['low', 'medium', 'high'], default: 'medium' },
  webSearch: { kind: 'switch', default: false },
  region: { kind: 'select', options: [] },
} as const satisfies Record<SettingName, Omit<Parameter, 'name' | 'options'> & { options?: readonly string[] }>;

/** One setting, as usual but for what is said. */
export function parameter(name: SettingName, differences: Omit<Partial<Parameter>, 'name'> = {}): Parameter {
  const { options, ...rest }: { options?: readonly string[] } & Omit<Parameter, 'name' | 'options'> = usual[name];
  return { name, ...rest, ...(options ? { options: [...options] } : {}), ...differences };
}

/** The efforts a model knows; the one it takes by itself is left to it unless said. */
export const effort = (options: readonly ReasoningEffort[], preset?: ReasoningEffort): Parameter =>
  parameter('reasoningEffort', { options: [...options], default: preset });

/** Words for the model, and how long it may answer: all have these. */
export const everywhere = (): Parameter[] => [parameter('instructions'), parameter('maxOutputTokens')];

/** What shapes the choice of each token. */
export const sampling = (): Parameter[] => [parameter('temperature'), parameter('topP')];

/** Less of what was said before. */
export const penalties = (): Parameter[] => [parameter('frequencyPenalty'), parameter('presencePenalty')];
