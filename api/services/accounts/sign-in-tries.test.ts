import { expect, test } from 'vitest';
import { createMemoryRateLimit } from '../../realtime/memory/create-memory-rate-limit.ts';
import { takeTry } from './sign-in-tries.ts';

const budgets = { signIn: { points: 7, perSeconds: 300 }, register: { points: 5, perSeconds: 3_600 } };
const setUp = (): ((email: string, address: string, right?: boolean) => Promise<boolean>) => {
  const rateLimit = createMemoryRateLimit();
  return async (email, address, right = false) => {
    const forgive = await takeTry({ rateLimit, budgets }, email, address).catch(() => null);
    if (right) await forgive?.();
    return forgive !== null;
  };
};

/** How many of so many tries were let through. */
const count = async (tries: number, attempt: (index: number) => Promise<boolean>): Promise<number> => {
  let passed = 0;
  for (let index = 0; index < tries; index += 1) if (await attempt(index)) passed += 1;
  return passed;
};

test('pauses a mail address after its tries, however it is spelt', async () => {
  const attempt = setUp();
  expect(await count(20, (index) => attempt(index % 2 === 0 ? 'Anna@example.org' : 'anna@EXAMPLE.org', '10.0.0.1'))).toBe(7);
});

test('a right password gives the tries back', async () => {
  const attempt = setUp();
  for (let round = 0; round < 5; round += 1) {
    expect(await count(6, () => attempt('a@example.org', '10.0.0.1'))).toBe(6);
    expect(await attempt('a@example.org', '10.0.0.1', true)).toBe(true);
  }
});

test('a stranger does not lock the owner out', async () => {
  const attempt = setUp();
  await count(50, () => attempt('a@example.org', '203.0.113.9'));
  expect(await attempt('a@example.org', '10.0.0.1', true)).toBe(true);
});

test('ten thousand places together guess no more than a few', async () => {
  const attempt = setUp();
  expect(await count(10_000, (index) => attempt('a@example.org', `10.${index >> 8}.${index & 255}.1`))).toBe(70);
});

test('a network of IPv6 addresses is one place', async () => {
  const attempt = setUp();
  expect(await count(100, (index) => attempt('a@example.org', `2001:db8:0:7::${index.toString(16)}`))).toBe(7);
});

test('200 people behind one address come in, also while a neighbour tries everything', async () => {
  const attempt = setUp();
  expect(await count(2_000, (index) => attempt(`victim-${index % 50}@example.org`, '10.0.0.1'))).toBeLessThanOrEqual(350);
  expect(await count(200, (index) => attempt(`good-${index}@example.org`, '10.0.0.1', true))).toBe(200);
  expect(await count(200, (index) => attempt(`good-${index}@example.org`, '10.0.0.1', true))).toBe(200);
});

test('a place that tries one password on everybody gets one try each', async () => {
  const attempt = setUp();
  await count(400, (index) => attempt(`x-${index}@example.org`, '10.0.0.1'));
  expect(await count(3, () => attempt('one@example.org', '10.0.0.1'))).toBe(1);
});
