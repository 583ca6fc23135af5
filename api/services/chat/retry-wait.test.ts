import { errorCodes, errorTable } from '@parley/contracts';
import { expect, test } from 'vitest';
import { ProviderError } from '../../providers/port.ts';
import { defaultChatLimits } from './chat-context.ts';
import { mayFallBack, retryWait } from './retry-wait.ts';

const busy = (retryAfter?: number): ProviderError =>
  new ProviderError('provider.overloaded', 'busy', retryAfter === undefined ? {} : { retryAfter });
const tries = { failed: 1, retries: 2, elapsed: 0 };
const wait = (error: unknown, more: Partial<typeof tries> = {}, random = 1): number | null =>
  retryWait(error, { ...tries, ...more }, defaultChatLimits, () => random);

test('waits twice as long each time, up to a cap, and never twice the same', () => {
  expect([1, 2, 3].map((failed) => wait(busy(), { failed, retries: 9 }))).toEqual([500, 1_000, 2_000]);
  expect(wait(busy(), { failed: 9, retries: 9 })).toBe(8_000);
  expect(wait(busy(), {}, 0)).toBe(250);
});

test('waits at least as long as the provider asks, and not at all when that is too long', () => {
  expect(wait(busy(2), {}, 0)).toBe(2_000);
  expect(wait(busy(2), {}, 1)).toBe(2_200);
  expect(wait(busy(0))).toBe(500);
  expect(wait(busy(-3))).toBe(500);
  expect(wait(busy(20))).not.toBeNull();
  expect(wait(busy(21))).toBeNull();
});

test('ends when the retries are used up, and when a model took too long already', () => {
  expect(wait(busy(), { failed: 2 })).not.toBeNull();
  expect(wait(busy(), { failed: 3 })).toBeNull();
  expect(wait(busy(), { retries: 0 })).toBeNull();
  expect(wait(busy(), { elapsed: 60_001 })).toBeNull();
});

test('repeats only what may go well the next time', () => {
  for (const code of errorCodes)
    expect([code, wait(new ProviderError(code, 'no')) !== null]).toEqual([code, errorTable[code].retryable && code !== 'endpoint.busy']);
  expect(wait(new TypeError('a defect'))).toBeNull();
});

test('another model is asked for failures that lie with the first, never for those of the question', () => {
  const other = [
    'provider.unreachable',
    'provider.key-refused',
    'provider.quota-exhausted',
    'provider.model-not-found',
    'endpoint.busy',
  ] as const;
  for (const code of other) expect([code, mayFallBack(new ProviderError(code, 'no'))]).toEqual([code, true]);
  const same = [
    'provider.bad-request',
    'provider.context-too-long',
    'provider.refused',
    'provider.answer-too-large',
    'turn.too-long',
  ] as const;
  for (const code of same) expect([code, mayFallBack(new ProviderError(code, 'no'))]).toEqual([code, false]);
  expect(mayFallBack(new Error('a defect'))).toBe(false);
});
