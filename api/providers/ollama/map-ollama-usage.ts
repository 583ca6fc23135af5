import type { Usage } from '@parley/contracts';
import { asCount, type Loose } from '../kit/tolerant.ts';

/** Token counts of the last line. A prompt that was wholly in the cache of the model has no count; reasoning is part of the answer's. */
export function mapOllamaUsage(line: Loose): Usage | undefined {
  const input = asCount(line['prompt_eval_count']);
  const output = asCount(line['eval_count']);
  if (input === undefined && output === undefined) return undefined;
  return { ...(input === undefined ? {} : { inputTokens: input }), ...(output === undefined ? {} : { outputTokens: output }) };
}
