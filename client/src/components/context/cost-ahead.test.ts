import '../../localization/context-words.ts';
import { expect, test } from 'vitest';
import { costAhead } from './cost-ahead.ts';

test('says about how much, that it is free, or that nobody knows', () => {
  expect(costAhead(0.0123, 4_000)).toBe('≈ $0.012');
  expect(costAhead(1.5, 400_000)).toBe('≈ $1.50');
  expect(costAhead(0, 377)).toBe('Free');
  expect(costAhead(0, 0)).toBe('≈ $0.00');
  expect(costAhead(null, 377)).toBe('Price unknown');
});
