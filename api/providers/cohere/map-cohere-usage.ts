import type { Usage } from '@parley/contracts';
import { asCount, asObject } from '../kit/tolerant.ts';

/** Tokens as the model counted them. Billed units are another measure, without what Cohere's own instructions add, and are not taken for them. */
export function mapCohereUsage(value: unknown): Usage | undefined {
  const usage = asObject(value);
  const tokens = asObject(usage?.['tokens']);
  const input = asCount(tokens?.['input_tokens']);
  const output = asCount(tokens?.['output_tokens']);
  const cached = asCount(usage?.['cached_tokens']);
  const mapped: Usage = {
    ...(input === undefined ? {} : { inputTokens: input }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
  };
  return Object.keys(mapped).length === 0 ? undefined : mapped;
}
