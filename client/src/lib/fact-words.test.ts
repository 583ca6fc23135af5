import { expect, test } from 'vitest';
import { contextWords, priceWords } from './fact-words.ts';

test('prices are said with every digit, free as free, and unknown as unknown', () => {
  expect(priceWords({ input: 0.0375, output: 0.2 })).toBe('$0.0375 sent, $0.20 answered, for a million tokens');
  expect(priceWords({ input: 0, output: 0 })).toBe('Free');
  expect(priceWords(undefined)).toBe('Price unknown');
});

test('what is assumed is called so', () => {
  expect(contextWords({ contextTokens: 128_000, assumed: true })).toBe('Assumed: 128,000 tokens of context');
  expect(contextWords({ contextTokens: 128_000 })).toBe('128,000 tokens of context');
  expect(contextWords({})).toBe('Nobody knows its context');
});
