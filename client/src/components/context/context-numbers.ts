import type { ContextItem, ContextView } from '@parley/contracts';

/** How full the room for what is sent is, in whole percent. */
export const filled = ({ tokens, window }: Pick<ContextView, 'tokens' | 'window'>): number =>
  window.input === 0 ? 100 : Math.round((tokens / window.input) * 100);

/** Of the input of an answer, what the provider had in its cache, in whole percent; null when it did not say. */
export function cachedShare(usage: ContextView['usage']): number | null {
  const { inputTokens, cachedInputTokens } = usage ?? {};
  if (inputTokens === undefined || inputTokens === 0 || cachedInputTokens === undefined) return null;
  return Math.round((cachedInputTokens / inputTokens) * 100);
}

export interface OriginTotal {
  readonly origin: ContextItem['origin'];
  readonly tokens: number;
  readonly count: number;
}

const order: readonly ContextItem['origin'][] = ['system', 'summary', 'pinned', 'message', 'tool', 'file', 'draft'];

/** Tokens by origin, in the order in which they are listed. */
export function totalsOf(items: readonly ContextItem[]): OriginTotal[] {
  return order.flatMap((origin) => {
    const of = items.filter((item) => item.origin === origin);
    return of.length === 0 ? [] : [{ origin, count: of.length, tokens: of.reduce((sum, { tokens }) => sum + tokens, 0) }];
  });
}
