/** What kinds of models stand behind Converse, as far as requests to them differ. */
export type ModelFamily = 'claude' | 'nova' | 'gpt-oss' | 'other';

/** By the model's id or the name inside an ARN; a profile of an operator's own says nothing and is `other`. */
export function modelFamily(model: string): ModelFamily {
  if (/claude/i.test(model)) return 'claude';
  if (/amazon\.nova|nova-(?:micro|lite|pro|premier)/i.test(model)) return 'nova';
  return /gpt-oss/i.test(model) ? 'gpt-oss' : 'other';
}

/** Claude 3.5 Haiku, 3.7 Sonnet, and every one from 4 on cache prompts; so do the Nova models. */
export const cachesPrompts = (model: string): boolean =>
  modelFamily(model) === 'nova' ||
  (modelFamily(model) === 'claude' && !/claude-(?:v\d|instant|3-(?:opus|sonnet|haiku)|3-5-sonnet)/i.test(model));
