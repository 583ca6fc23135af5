import type { ModelEntry } from '@parley/contracts';
import { expect, test } from 'vitest';
import { fromDraft, toDraft } from './facts-draft.ts';

const whole: ModelEntry = {
  contextTokens: 200_000,
  outputTokens: 8_000,
  capabilities: { images: true, tools: false },
  prices: { input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5, long: { above: 200_000, input: 4, output: 15, cachedInput: 0.4 } },
};

test('what was said comes out of the form as it went in, also what the form has no field for', () => {
  expect(fromDraft(toDraft(whole), whole)).toEqual(whole);
  expect(fromDraft(toDraft({}), {})).toEqual({});
});

test('an empty field says nothing, and what is no number is left to the server', () => {
  const draft = toDraft(whole);
  const typed = { ...draft, can: {}, figures: { ...draft.figures, outputTokens: ' ', 'prices.long.above': '', contextTokens: 'many' } };
  const entry = fromDraft(typed, whole);
  expect(entry.contextTokens).toBeNaN();
  expect(entry).not.toHaveProperty('outputTokens');
  expect(entry).not.toHaveProperty('capabilities');
});
