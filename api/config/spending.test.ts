import { expect, test } from 'vitest';
import { checkConfigText } from './file/read-config-file.ts';
import { createEnvReader } from './read-env.ts';
import { readSpending } from './spending.ts';

const read = (yaml: string, env: Record<string, string> = {}) =>
  readSpending(createEnvReader(env), checkConfigText('librechat.yaml', `version: 1.3.5\n${yaml}`, env).entry).balance;

test('LibreChat’s balance is read in its credits, a million to the dollar', () => {
  expect(read('')).toBeNull();
  expect(read('balance: {enabled: false, startBalance: 5}')).toBeNull();
  expect(read('balance: {enabled: true}')).toEqual({ start: 0.02 });
  expect(
    read(
      'balance: {enabled: true, startBalance: 2000000, autoRefillEnabled: true, refillIntervalValue: 2, refillIntervalUnit: weeks, refillAmount: 500000}',
    ),
  ).toEqual({ start: 2, refill: { amount: 0.5, every: 14 * 86_400_000 } });
  expect(read('balance: {enabled: true, autoRefillEnabled: true}')).toEqual({
    start: 0.02,
    refill: { amount: 0.01, every: 30 * 86_400_000 },
  });
});

test('calls are written down unless the file says otherwise, and always where people have balances', () => {
  const kept = (yaml: string): boolean =>
    readSpending(createEnvReader({}), checkConfigText('f', `version: 1.3.5\n${yaml}`, {}).entry).transactions;
  expect([kept(''), kept('transactions: {enabled: false}')]).toEqual([true, false]);
  expect(kept('transactions: {enabled: false}\nbalance: {enabled: true}')).toBe(true);
});

test('the older variables hold where the file says nothing', () => {
  const older = { CHECK_BALANCE: 'true', START_BALANCE: '1000000' };
  expect(readSpending(createEnvReader(older), null).balance).toEqual({ start: 1 });
  expect(read('', older)).toEqual({ start: 1 });
  expect(read('balance: {enabled: false}', older)).toBeNull();
});
