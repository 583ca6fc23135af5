import type { Usage } from '@parley/contracts';
import { asCount, asObject } from '../kit/tolerant.ts';

/**
 * Adds what an event says about tokens to what is known. Anthropic counts cached input apart; here, as everywhere in Parley, input is all that
 * was read. Counts are totals so far, never increments.
 */
export function addAnthropicUsage(known: Usage | undefined, raw: unknown): Usage | undefined {
  const usage = asObject(raw);
  if (!usage) return known;
  const fresh = asCount(usage['input_tokens']);
  const cached = asCount(usage['cache_read_input_tokens']);
  const output = asCount(usage['output_tokens']);
  const written = asCount(usage['cache_creation_input_tokens']);
  const input = fresh === undefined ? undefined : fresh + (cached ?? 0) + (written ?? 0);
  // Some servers begin with zeros and say the true input at the end, some the other way round.
  const hasInput = input !== undefined && (input > 0 || known?.inputTokens === undefined);
  const thinking = asCount(asObject(usage['output_tokens_details'])?.['thinking_tokens']);
  return {
    ...known,
    ...(hasInput ? { inputTokens: input } : {}),
    ...(hasInput && cached !== undefined ? { cachedInputTokens: cached } : {}),
    ...(hasInput && written !== undefined ? { cacheWriteTokens: written } : {}),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(thinking === undefined ? {} : { reasoningTokens: thinking }),
  };
}
