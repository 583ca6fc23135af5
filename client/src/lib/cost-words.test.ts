import { expect, test } from 'vitest';
import { costWords, hasUnknownPrice } from './cost-words.ts';

const cost = (more: object = {}) => ({ inputTokens: 10, outputTokens: 5, nanodollars: 0, unpriced: 0, ...more });

test('what was paid is money, free, unknown, or nothing where nothing was used', () => {
  expect(costWords(cost({ nanodollars: 1_500_000_000 }))).toBe('$1.50');
  expect(costWords(cost({ nanodollars: 204_000_000 }))).toBe('$0.20');
  expect(costWords(cost({ nanodollars: 43_200 }))).toBe('$0.000043');
  expect(costWords(cost())).toBe('Free');
  expect(costWords(cost({ unpriced: 1 }))).toBe('Price unknown');
  expect(costWords(cost({ unpriced: 1, nanodollars: 2_000_000_000 }))).toBe('$2.00');
  const failed = cost({ inputTokens: 0, outputTokens: 0, unpriced: 1 });
  expect([costWords(failed), hasUnknownPrice(failed)]).toEqual(['$0.00', false]);
});
