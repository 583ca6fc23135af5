import type { Cost, ModelPrices, Usage } from '@parley/contracts';

/** Tokens of one call, each known or estimated. Cached and written input are part of the input, reasoning of the output. */
export interface CallTokens {
  readonly input: number;
  readonly cachedInput: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
  readonly estimated: boolean;
}

/** Dollars per million tokens are thousands of nano-dollars per token. */
const nanodollarsPerToken = 1_000;

/** What tokens cost, in nano-dollars, rounded once. Prices for long requests hold for all of one whose input is longer than they say. */
export function priceTokens({ input, cachedInput, cacheWrite, output }: CallTokens, prices: ModelPrices): number {
  const rates = prices.long !== undefined && input > prices.long.above ? prices.long : prices;
  const fresh = Math.max(0, input - cachedInput - cacheWrite);
  const dollars =
    fresh * rates.input +
    cachedInput * (rates.cachedInput ?? rates.input) +
    cacheWrite * (rates.cacheWrite ?? rates.input) +
    output * rates.output;
  return Math.round(dollars * nanodollarsPerToken);
}

const whole = (count: number | undefined): number => (count === undefined || !Number.isFinite(count) ? 0 : Math.max(0, Math.round(count)));

/** What stands in for what a provider did not say. */
export interface Estimate {
  readonly input: number;
  readonly output: number;
}

/**
 * The tokens of a call: the provider's own counts where it gave them. Of one that did not come to its end the output is at least what was seen
 * of it, since counts at a beginning say nothing of the rest.
 */
export function tokensOf(usage: Usage, estimate: Estimate, finished: boolean): CallTokens {
  const output = whole(usage.outputTokens);
  const isOutputKnown = usage.outputTokens !== undefined && (finished || output >= estimate.output);
  const input = usage.inputTokens === undefined ? estimate.input : whole(usage.inputTokens);
  return {
    input,
    cachedInput: Math.min(input, whole(usage.cachedInputTokens)),
    cacheWrite: Math.min(input, whole(usage.cacheWriteTokens)),
    output: isOutputKnown ? output : Math.max(output, estimate.output),
    reasoning: whole(usage.reasoningTokens),
    estimated: usage.inputTokens === undefined || !isOutputKnown,
  };
}

/** One call as the ledger counts it. */
export function costOfCall(tokens: CallTokens, prices: ModelPrices | undefined): Cost {
  return {
    calls: 1,
    inputTokens: tokens.input,
    cachedInputTokens: tokens.cachedInput,
    cacheWriteTokens: tokens.cacheWrite,
    outputTokens: tokens.output,
    reasoningTokens: Math.min(tokens.reasoning, tokens.output),
    nanodollars: prices === undefined ? 0 : priceTokens(tokens, prices),
    // What used nothing costs nothing, whatever the price.
    unpriced: prices === undefined && tokens.input + tokens.output > 0 ? 1 : 0,
    estimated: tokens.estimated ? 1 : 0,
  };
}

/** Several costs as one; null when there is none. */
export function addCosts(costs: readonly Cost[]): Cost | null {
  if (costs.length === 0) return null;
  const sum = (name: keyof Cost): number => costs.reduce((total, cost) => total + cost[name], 0);
  return {
    calls: sum('calls'),
    inputTokens: sum('inputTokens'),
    cachedInputTokens: sum('cachedInputTokens'),
    cacheWriteTokens: sum('cacheWriteTokens'),
    outputTokens: sum('outputTokens'),
    reasoningTokens: sum('reasoningTokens'),
    nanodollars: sum('nanodollars'),
    unpriced: sum('unpriced'),
    estimated: sum('estimated'),
  };
}
