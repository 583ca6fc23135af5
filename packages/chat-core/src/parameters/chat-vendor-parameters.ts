import type { Parameter } from '@parley/contracts';
import { openAiChatParameters, bareModel } from './openai-parameters.ts';
import { effort, everywhere, parameter, penalties, sampling } from './parameter-kinds.ts';

interface Vendor {
  readonly host: RegExp;
  parameters(model: string): Parameter[];
}

/** xAI: models that reason refuse penalties and stop sequences, and only some take an effort (docs.x.ai, guide: reasoning). */
function xai(model: string): Parameter[] {
  const name = bareModel(model);
  const takesEffort = /^grok-(?:3-mini|4\.[3-9]|[5-9])/.test(name);
  const reasons = takesEffort || /^grok-(?:4|code)/.test(name);
  return [
    ...everywhere(),
    ...sampling(),
    parameter('seed'),
    ...(reasons ? [] : [...penalties(), parameter('stop')]),
    ...(takesEffort ? [effort(['low', 'high'])] : []),
  ];
}

/** Groq (console.groq.com, API reference and guide: reasoning): penalties are accepted and do nothing. */
function groq(model: string): Parameter[] {
  const reasoning = /gpt-oss/.test(model) ? [effort(['low', 'medium', 'high'], 'medium')] : /qwen/.test(model) ? [effort(['none'])] : [];
  return [...everywhere(), ...sampling(), parameter('seed'), parameter('stop'), ...reasoning];
}

/** What the vendors' own references list; the first row whose host matches. */
const vendors: readonly Vendor[] = [
  { host: /(^|\.)openai\.(com|azure\.com)$|(^|\.)azure\.com$/, parameters: openAiChatParameters },
  {
    host: /(^|\.)mistral\.ai$/,
    parameters: () => [
      ...everywhere(),
      parameter('temperature', { max: 1.5, default: undefined }),
      ...sampling().slice(1),
      ...penalties(),
      parameter('seed'),
      parameter('stop', { maxItems: 16 }),
    ],
  },
  {
    host: /(^|\.)deepseek\.com$/,
    parameters: (model) => [
      ...everywhere(),
      ...sampling(),
      ...penalties(),
      parameter('stop', { maxItems: 16 }),
      ...(/^deepseek-(?:chat|reasoner)$/.test(model) ? [] : [effort(['none', 'high', 'max'])]),
    ],
  },
  { host: /(^|\.)x\.ai$/, parameters: xai },
  { host: /(^|\.)groq\.com$/, parameters: groq },
  {
    host: /(^|\.)perplexity\.ai$/,
    parameters: (model) => [
      ...everywhere(),
      parameter('temperature', { max: 1.99, default: 0.2 }),
      parameter('topP', { default: 0.9 }),
      parameter('topK'),
      ...penalties(),
      ...(/reasoning|deep-research/.test(model) ? [effort(['minimal', 'low', 'medium', 'high'])] : []),
      parameter('webSearch', { default: true }),
    ],
  },
  {
    host: /(^|\.)together\.(xyz|ai)$/,
    parameters: () => [
      ...everywhere(),
      ...sampling(),
      parameter('topK'),
      ...penalties(),
      parameter('seed'),
      parameter('stop', { maxItems: 16 }),
      effort(['low', 'medium', 'high']),
    ],
  },
  {
    host: /(^|\.)openrouter\.ai$/,
    parameters: () => [
      ...everywhere(),
      ...sampling(),
      parameter('topK'),
      ...penalties(),
      parameter('seed'),
      parameter('stop', { maxItems: 16 }),
      effort(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']),
      parameter('thinkingBudget'),
      parameter('verbosity'),
      parameter('webSearch'),
    ],
  },
];

/** Of a server nobody here knows: what llama.cpp, vLLM, LM Studio and their like take. What one of them refuses is left out, with a warning. */
const others = (): Parameter[] => [
  ...everywhere(),
  parameter('temperature', { default: undefined }),
  parameter('topP', { default: undefined }),
  parameter('topK'),
  ...penalties(),
  parameter('seed'),
  parameter('stop', { maxItems: 16 }),
  effort(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']),
];

/** What Chat Completions take at a host, of a model. */
export function chatVendorParameters(host: string, model: string): Parameter[] {
  const vendor = vendors.find(({ host: pattern }) => pattern.test(host));
  return vendor ? vendor.parameters(model) : others();
}
