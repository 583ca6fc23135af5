import type { Cost } from '@parley/contracts';

/** The counters of a sum, by their names in the port and in tables. */
export const counters = {
  calls: 'calls',
  inputTokens: 'input_tokens',
  cachedInputTokens: 'cached_input_tokens',
  cacheWriteTokens: 'cache_write_tokens',
  outputTokens: 'output_tokens',
  reasoningTokens: 'reasoning_tokens',
  nanodollars: 'nanodollars',
  unpriced: 'unpriced',
  estimated: 'estimated',
} as const satisfies Record<keyof Cost, string>;

export const counterNames = Object.keys(counters) as readonly (keyof Cost)[];

/** The counters alone of something that has them. */
export const costOf = (row: Cost): Cost => Object.fromEntries(counterNames.map((name) => [name, row[name]])) as unknown as Cost;

/** The day of a moment, in UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The buckets that an entry is counted in. */
export const bucketsOf = ({ at, conversationId }: { readonly at: number; readonly conversationId: string | null }): string[] => [
  dayOf(at),
  ...(conversationId === null ? [] : [chatBucket(conversationId)]),
];

export const chatBucket = (conversationId: string): string => `chat:${conversationId}`;
