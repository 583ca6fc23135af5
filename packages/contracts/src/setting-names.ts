/** Every setting of a call, in the order in which people look for them. Apart from their schema, so that pages read it without one (ADR 0007). */
export const settingNames = [
  'instructions',
  'temperature',
  'topP',
  'topK',
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'stop',
  'maxOutputTokens',
  'reasoningEffort',
  'thinkingBudget',
  'verbosity',
  'webSearch',
  'region',
] as const;
export type SettingName = (typeof settingNames)[number];
