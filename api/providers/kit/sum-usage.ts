import type { Usage } from '@parley/contracts';

const counts = ['inputTokens', 'outputTokens', 'reasoningTokens', 'cachedInputTokens', 'cacheWriteTokens'] as const;

/** What two requests for one answer used together; undefined when neither said anything. */
export function sumUsage(first: Usage | undefined, second: Usage | undefined): Usage | undefined {
  if (!first || !second) return first ?? second;
  const sum: Usage = { ...first, ...second };
  for (const name of counts) {
    const one = first[name];
    if (one !== undefined) sum[name] = one + (second[name] ?? 0);
  }
  return sum;
}
