import { settingNames, type Parameter, type ParameterChanges } from '@parley/contracts';
import { anthropicParameters, claudeThinking } from './anthropic-parameters.ts';
import { chatVendorParameters } from './chat-vendor-parameters.ts';
import { geminiParameters } from './gemini-parameters.ts';
import { openAiResponsesParameters } from './openai-parameters.ts';
import { editParameters, type ParameterEdits } from './edit-parameters.ts';
import { effort, everywhere, parameter, penalties, sampling } from './parameter-kinds.ts';

/** Which model, by which wire format, at which address. */
export interface ParameterSubject {
  readonly format: string;
  /** Empty where the format has one place only. */
  readonly baseUrl: string;
  readonly model: string;
  /** What the operator says of them. */
  readonly changes?: ParameterChanges | undefined;
  /** What the operator puts into every request, and leaves out. */
  readonly edits?: ParameterEdits | undefined;
}

/** Ollama's own defaults (its documentation: Modelfile, parameters; API: think). */
const ollama = (): Parameter[] => [
  ...everywhere(),
  parameter('temperature', { default: 0.8 }),
  parameter('topP', { default: 0.9 }),
  parameter('topK', { default: 40 }),
  ...penalties(),
  parameter('seed'),
  parameter('stop', { maxItems: 16 }),
  effort(['none', 'low', 'medium', 'high']),
];

/** Cohere's chat, version 2 (its reference: chat; guide: reasoning). */
const cohere = (model: string): Parameter[] => [
  ...everywhere(),
  parameter('temperature', { max: 1, default: 0.3 }),
  parameter('topP', { min: 0.01, max: 0.99, default: 0.75 }),
  parameter('topK', { default: 0 }),
  parameter('frequencyPenalty', { min: 0, max: 1 }),
  parameter('presencePenalty', { min: 0, max: 1 }),
  parameter('seed'),
  parameter('stop', { maxItems: 5 }),
  ...(/reasoning|command-a-plus/.test(model) ? [parameter('thinkingBudget')] : []),
];

/** What of a vendor's own goes beside Converse's settings (AWS: inference parameters and reasoning of each vendor's models). */
function bedrockVendor(model: string): Parameter[] {
  if (/claude/.test(model)) {
    const { kind, efforts, sampling: isSampled } = claudeThinking(model);
    return [
      ...(isSampled ? [parameter('topK')] : []),
      ...(kind === 'budget' ? [parameter('thinkingBudget', { default: 0 })] : []),
      ...(kind === 'adaptive' ? [effort(['none', ...efforts])] : []),
    ];
  }
  if (/nova/.test(model))
    return [parameter('topK', { max: 128 }), ...(/nova-2/.test(model) ? [effort(['none', 'low', 'medium', 'high'])] : [])];
  return /gpt-oss/.test(model) ? [effort(['low', 'medium', 'high'])] : [];
}

/** Converse has three settings of sampling for all models, and stop sequences (AWS: InferenceConfiguration). */
const bedrock = (model: string): Parameter[] => [
  ...everywhere(),
  ...(/claude/.test(model) && !claudeThinking(model).sampling ? [] : [parameter('temperature', { max: 1 }), ...sampling().slice(1)]),
  parameter('stop'),
  ...bedrockVendor(model),
];

const hostOf = (baseUrl: string): string => (URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '');

function ofFormat({ format, baseUrl, model }: ParameterSubject): Parameter[] {
  if (format === 'openai-responses') return openAiResponsesParameters(model);
  if (format === 'anthropic-messages') return anthropicParameters(model);
  if (format === 'ollama') return ollama();
  if (format === 'cohere') return cohere(model);
  if (format === 'demo') return everywhere();
  if (/gemini|google|vertex/.test(format)) return geminiParameters(model);
  if (format === 'openrouter') return chatVendorParameters('openrouter.ai', model);
  if (/bedrock/.test(format)) return bedrock(model);
  return chatVendorParameters(hostOf(baseUrl), model);
}

const order = (name: Parameter['name']): number => settingNames.indexOf(name);

/**
 * The settings that a model takes, in the order of `settingNames`. Adapters send what is described here and warn of the rest, the panel shows
 * what is described here and nothing else. No list of models stands behind it: names it does not know get what their format has.
 */
export function describeParameters(subject: ParameterSubject): Parameter[] {
  const { changes } = subject;
  const described = ofFormat(changes?.like === undefined ? subject : { ...subject, format: changes.like });
  const changed = described.map((known) => ({ ...known, ...changes?.changes.find(({ name }) => name === known.name) }));
  const added = (changes?.changes ?? [])
    .filter(({ name }) => !described.some((known) => known.name === name))
    .map(({ name, ...differences }) => parameter(name, differences));
  return editParameters([...changed, ...added], subject.edits).toSorted((a, b) => order(a.name) - order(b.name));
}
