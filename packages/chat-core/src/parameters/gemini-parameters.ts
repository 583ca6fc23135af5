import type { Parameter } from '@parley/contracts';
import { effort, everywhere, parameter, penalties, sampling } from './parameter-kinds.ts';

/**
 * How a Gemini thinks: not at all (before 2.5, and those that only draw or speak), within a budget of tokens (2.5), or by level (from 3 on). A model
 * of an unknown name is taken for a new one.
 */
export function geminiThinking(model: string): 'none' | 'budget' | 'level' {
  if (/gemma|-(?:image|tts)\b/.test(model)) return 'none';
  const version = Number(/gemini-(\d+(?:\.\d+)?)/.exec(model)?.[1] ?? 3);
  return version >= 3 ? 'level' : version >= 2.5 ? 'budget' : 'none';
}

function thinkingOf(model: string): Parameter[] {
  const kind = geminiThinking(model);
  if (kind === 'none') return [];
  // Pro cannot be kept from thinking.
  const least = model.includes('pro') ? [] : kind === 'level' ? (['minimal'] as const) : (['none'] as const);
  const efforts = effort([...least, 'low', 'medium', 'high']);
  return kind === 'level' ? [efforts] : [parameter('thinkingBudget', { max: 32_768 }), efforts];
}

/** Gemini's generation config (ai.google.dev: generate content; guide: thinking). */
export const geminiParameters = (model: string): Parameter[] => [
  ...everywhere(),
  ...sampling(),
  parameter('topK'),
  ...penalties(),
  parameter('seed'),
  parameter('stop', { maxItems: 5 }),
  ...thinkingOf(model),
  parameter('webSearch'),
];
