import type { Usage } from '@parley/contracts';
import { asCount, asObject } from '../kit/tolerant.ts';

/** Token counts of a response; undefined when it has none. */
export function mapResponsesUsage(raw: unknown): Usage | undefined {
  const usage = asObject(raw);
  if (!usage) return undefined;
  const input = asCount(usage['input_tokens']);
  const output = asCount(usage['output_tokens']);
  const cached = asCount(asObject(usage['input_tokens_details'])?.['cached_tokens']);
  const reasoning = asCount(asObject(usage['output_tokens_details'])?.['reasoning_tokens']);
  const mapped: Usage = {
    ...(input === undefined ? {} : { inputTokens: input }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
  };
  return Object.keys(mapped).length === 0 ? undefined : mapped;
}
