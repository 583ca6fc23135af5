import type { ContextItem } from '@parley/contracts';
import { expect, test } from 'vitest';
import { cachedShare, filled, totalsOf } from './context-numbers.ts';

const item = (origin: ContextItem['origin'], tokens: number): ContextItem => ({
  at: 0,
  role: 'user',
  origin,
  messageId: null,
  partId: null,
  type: 'text',
  text: '',
  tokens,
});

test('how full it is, in whole percent of what may be sent', () => {
  const window = { tokens: 1_000, assumed: false, answer: 200, input: 800 };
  expect(filled({ tokens: 200, window })).toBe(25);
  expect(filled({ tokens: 0, window })).toBe(0);
  expect(filled({ tokens: 9, window: { ...window, input: 0 } })).toBe(100);
});

test('what was read from the cache, where the provider says so', () => {
  expect(cachedShare({ inputTokens: 1_000, cachedInputTokens: 820 })).toBe(82);
  expect(cachedShare({ inputTokens: 1_000 })).toBeNull();
  expect(cachedShare({ inputTokens: 0, cachedInputTokens: 0 })).toBeNull();
  expect(cachedShare(null)).toBeNull();
});

test('tokens by origin, each origin once and in one order', () => {
  expect(totalsOf([item('draft', 1), item('message', 2), item('system', 3), item('message', 4)])).toEqual([
    { origin: 'system', count: 1, tokens: 3 },
    { origin: 'message', count: 2, tokens: 6 },
    { origin: 'draft', count: 1, tokens: 1 },
  ]);
});
