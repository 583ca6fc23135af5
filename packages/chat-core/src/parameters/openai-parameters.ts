import type { Parameter } from '@parley/contracts';
import { effort, everywhere, parameter, penalties, sampling } from './parameter-kinds.ts';

/** A model's name without the vendor in front and `ft:`. */
export const bareModel = (model: string): string => model.toLowerCase().replace(/^ft:/, '').replace(/^.*\//, '');

/** OpenAI's models that reason, which take no setting of their sampling. */
export const isOpenAiReasoner = (model: string): boolean =>
  /^(?:o\d|gpt-[5-9]|codex-)/.test(bareModel(model)) && !/-chat(?:-|$)/.test(model);

function openAiEffort(model: string): Parameter {
  const name = bareModel(model);
  if (/^gpt-5(?:-|$)/.test(name)) return effort(['minimal', 'low', 'medium', 'high'], 'medium');
  if (/^gpt-5\.1(?:-|$)/.test(name)) return effort(['none', 'low', 'medium', 'high'], 'none');
  if (name.startsWith('gpt-')) return effort(['none', 'low', 'medium', 'high', 'xhigh']);
  return effort(['low', 'medium', 'high'], 'medium');
}

/** From 5.1 on, a model that is not reasoning just now takes them; one that is refuses them and is asked again. */
const samplingOfReasoner = (model: string): Parameter[] => (/^gpt-5\.\d/.test(bareModel(model)) ? sampling() : []);

const verbosity = (model: string): Parameter[] => (bareModel(model).startsWith('gpt-') ? [parameter('verbosity')] : []);

/** OpenAI's own models by Chat Completions (Reference: create chat completion; guide: reasoning). */
export function openAiChatParameters(model: string): Parameter[] {
  const search = /-search(?:-|$)/.test(model) ? [parameter('webSearch', { default: true })] : [];
  if (search.length > 0) return [...everywhere(), ...search];
  if (isOpenAiReasoner(model))
    return [...everywhere(), ...samplingOfReasoner(model), parameter('seed'), openAiEffort(model), ...verbosity(model)];
  return [...everywhere(), ...sampling(), ...penalties(), parameter('seed'), parameter('stop')];
}

/** Responses has neither penalties nor seed nor stop sequences (Reference: create a model response). */
export function openAiResponsesParameters(model: string): Parameter[] {
  const common = [parameter('instructions'), parameter('maxOutputTokens', { min: 16 }), parameter('webSearch')];
  if (isOpenAiReasoner(model)) return [...common, ...samplingOfReasoner(model), openAiEffort(model), ...verbosity(model)];
  if (/^(?:gpt-[34]|chatgpt-)/.test(bareModel(model)) || /-chat(?:-|$)/.test(model)) return [...common, ...sampling()];
  return [...common, ...sampling(), effort(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'])];
}
