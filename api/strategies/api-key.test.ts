import { limits } from '@parley/contracts';
import { createFakeClock } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { createApiKeySecret, hashApiKey, looksLikeApiKey } from './api-key-secret.ts';
import { createApiKeyStrategy } from './api-key.ts';

function setUp(more: { expiresAt?: number | null; scopes?: string[]; lastUsedAt?: number | null } = {}) {
  const clock = createFakeClock();
  const made = createApiKeySecret();
  const kept = new Map([[made.hash, { id: 'k', ownerId: 'u', scopes: ['chat.write'], expiresAt: null, lastUsedAt: null, ...more }]]);
  const users = new Set(['u']);
  const asked: string[] = [];
  const touched: number[] = [];
  const strategy = createApiKeyStrategy({
    findKey: async (hash) => {
      asked.push(hash);
      const key = kept.get(hash);
      return key && (key.expiresAt ?? Infinity) > clock.now() ? key : null;
    },
    findUser: async (id) => (users.has(id) ? { role: 'member' } : null),
    touch: (_id, at) => void touched.push(at),
    now: clock.now,
  });
  return { clock, ...made, kept, users, asked, touched, strategy };
}

test('makes secrets that are told apart, shows only their beginning, and keeps only their hash', () => {
  const [one, two] = [createApiKeySecret(), createApiKeySecret()];
  expect(one.secret).toMatch(/^parley_[\w-]{49}$/);
  expect(one.secret).not.toBe(two.secret);
  expect(one.secret.startsWith(one.prefix)).toBe(true);
  expect(one.prefix).toHaveLength(13);
  expect(one.hash).toBe(hashApiKey(one.secret));
  expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(looksLikeApiKey(one.secret)).toBe(true);
});

test('proves who a key belongs to and what it opens, and knows of no names of tomorrow', async () => {
  const { secret, strategy } = setUp({ scopes: ['chat.write', 'rockets.launch'] });
  expect(await strategy.authenticate(secret)).toEqual({ keyId: 'k', userId: 'u', role: 'member', scopes: new Set(['chat.write']) });
});

test('asks the store once in five seconds, and refuses a revoked key after that', async () => {
  const { clock, secret, kept, asked, strategy } = setUp();
  for (let times = 0; times < 5; times += 1) await strategy.authenticate(secret);
  expect(asked).toHaveLength(1);
  kept.clear();
  clock.advance(limits.sessionRecheckEvery - 1);
  expect(await strategy.authenticate(secret)).not.toBeNull();
  clock.advance(1);
  expect(await strategy.authenticate(secret)).toBeNull();
});

test('refuses a revoked key at once where it was revoked, and all keys of an account that is gone', async () => {
  const { clock, secret, kept, users, hash, strategy } = setUp();
  await strategy.authenticate(secret);
  const key = kept.get(hash)!;
  kept.clear();
  strategy.forget(['another', 'k']);
  expect(await strategy.authenticate(secret)).toBeNull();
  kept.set(hash, key);
  expect(await strategy.authenticate(secret)).not.toBeNull();
  users.clear();
  clock.advance(limits.sessionRecheckEvery);
  expect(await strategy.authenticate(secret)).toBeNull();
});

test('refuses a key from the millisecond on at which it expires, remembered or not', async () => {
  const start = createFakeClock().now();
  const { clock, secret, strategy } = setUp({ expiresAt: start + 1_000 });
  expect(await strategy.authenticate(secret)).not.toBeNull();
  clock.advance(1_000);
  expect(await strategy.authenticate(secret)).toBeNull();
});

test('notes a use at most once a minute, also of a use that another node noted', async () => {
  const { clock, secret, kept, hash, touched, strategy } = setUp();
  for (let seconds = 0; seconds < 70; seconds += 10) {
    await strategy.authenticate(secret);
    clock.advance(10_000);
  }
  expect(touched).toHaveLength(2);
  clock.advance(60_000);
  kept.set(hash, { ...kept.get(hash)!, lastUsedAt: (clock.now() - 1_000) as never });
  await strategy.authenticate(secret);
  expect(touched).toHaveLength(2);
});

test('asks the store nothing for what cannot be a key', async () => {
  const { secret, asked, strategy } = setUp();
  const flipped = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A');
  for (const wrong of ['', 'x', secret.slice(0, -1), `${secret}x`, flipped, secret.toUpperCase(), '{"$gt":""}', 'parley_', '\u0000'])
    expect(await strategy.authenticate(wrong)).toBeNull();
  expect(asked).toEqual([]);
  expect(await strategy.authenticate(createApiKeySecret().secret)).toBeNull();
  expect(asked).toHaveLength(1);
});
