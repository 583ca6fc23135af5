import type { Usage } from '@parley/contracts';
import { asCount, asObject } from '../kit/tolerant.ts';

/** Token counts of an answer; undefined when it has none. What was read from or written to the cache is counted apart here; in Parley, input is all that was read. */
export function mapBedrockUsage(raw: unknown): Usage | undefined {
  const usage = asObject(raw);
  if (!usage) return undefined;
  const fresh = asCount(usage['inputTokens']);
  const output = asCount(usage['outputTokens']);
  const cached = asCount(usage['cacheReadInputTokens']);
  const written = asCount(usage['cacheWriteInputTokens']);
  const mapped: Usage = {
    ...(fresh === undefined ? {} : { inputTokens: fresh + (cached ?? 0) + (written ?? 0) }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(cached === undefined ? {} : { cachedInputTokens: cached }),
    ...(written === undefined ? {} : { cacheWriteTokens: written }),
  };
  return Object.keys(mapped).length === 0 ? undefined : mapped;
}
