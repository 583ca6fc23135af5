import { z } from 'zod';

const count = z.number().int().nonnegative();

/**
 * What calls of models used and cost together. Money is in nano-dollars (a thousand millionth of a US dollar), whole numbers, so that sums are exact.
 */
export const costSchema = z
  .object({
    calls: count,
    inputTokens: count,
    /** Part of `inputTokens`. */
    cachedInputTokens: count,
    /** Part of `inputTokens`. */
    cacheWriteTokens: count,
    outputTokens: count,
    /** Part of `outputTokens`. */
    reasoningTokens: count,
    nanodollars: count,
    /** Calls of models whose price nobody knows: they are not in `nanodollars`. */
    unpriced: count,
    /** Calls whose tokens were estimated, because the provider did not say. */
    estimated: count,
  })
  .meta({ id: 'Cost' });
export type Cost = z.infer<typeof costSchema>;
