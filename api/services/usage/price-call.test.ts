import { expect, test } from 'vitest';
import { addCosts, costOfCall, priceTokens, tokensOf } from './price-call.ts';

const prices = { input: 3, output: 15, cachedInput: 0.3, cacheWrite: 3.75 };
const tokens = (more: object = {}) => ({ input: 0, cachedInput: 0, cacheWrite: 0, output: 0, reasoning: 0, estimated: false, ...more });

test('a million tokens cost what the list says, in whole nano-dollars', () => {
  expect(priceTokens(tokens({ input: 1_000_000 }), prices)).toBe(3_000_000_000);
  expect(priceTokens(tokens({ output: 1 }), prices)).toBe(15_000);
  expect(priceTokens(tokens({ input: 100, cachedInput: 60, cacheWrite: 10, output: 2 }), prices)).toBe(90_000 + 18_000 + 37_500 + 30_000);
  expect(priceTokens(tokens({ input: 1 }), { input: 0.0375, output: 0 })).toBe(38);
  expect(priceTokens(tokens({ input: 10, cachedInput: 10 }), { input: 2, output: 1 }), 'no price of its own').toBe(20_000);
});

test('a request longer than the list’s limit is charged by the second list, its answer too', () => {
  const long = { ...prices, long: { above: 200_000, input: 6, output: 22.5 } };
  expect(priceTokens(tokens({ input: 200_000, output: 10 }), long)).toBe(200_000 * 3_000 + 150_000);
  expect(priceTokens(tokens({ input: 200_001, output: 10 }), long)).toBe(200_001 * 6_000 + 225_000);
});

test('the provider’s counts are taken; what it did not say is estimated, and called so', () => {
  const estimate = { input: 50, output: 20 };
  expect(tokensOf({ inputTokens: 40, outputTokens: 9, cachedInputTokens: 8 }, estimate, true)).toMatchObject({
    input: 40,
    output: 9,
    cachedInput: 8,
    estimated: false,
  });
  expect(tokensOf({}, estimate, true)).toMatchObject({ input: 50, output: 20, estimated: true });
  // Counts at the beginning of an answer that was cut off.
  expect(tokensOf({ inputTokens: 40, outputTokens: 1 }, estimate, false)).toMatchObject({ input: 40, output: 20, estimated: true });
  expect(tokensOf({ inputTokens: 40, outputTokens: 25 }, estimate, false)).toMatchObject({ output: 25, estimated: false });
  // Nonsense of a provider is cut down to what can be.
  expect(tokensOf({ inputTokens: 5, outputTokens: Number.NaN, cachedInputTokens: 9 }, estimate, true)).toMatchObject({
    cachedInput: 5,
    output: 0,
  });
});

test('without a price nothing is said to have been paid', () => {
  expect(costOfCall(tokens({ input: 9, output: 9 }), undefined)).toMatchObject({ nanodollars: 0, unpriced: 1, inputTokens: 9 });
  expect(costOfCall(tokens({ input: 9 }), { input: 0, output: 0 })).toMatchObject({ nanodollars: 0, unpriced: 0 });
  expect(costOfCall(tokens(), undefined), 'a call that failed before anything was used').toMatchObject({ calls: 1, unpriced: 0 });
  expect(addCosts([])).toBeNull();
  expect(addCosts([costOfCall(tokens({ input: 1 }), prices), costOfCall(tokens({ output: 1 }), undefined)])).toMatchObject({
    calls: 2,
    nanodollars: 3_000,
    unpriced: 1,
  });
});
