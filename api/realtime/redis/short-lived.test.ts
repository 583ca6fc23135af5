import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type RedisServer } from '@parley/test-kit';
import { silentLogger } from '../../logger.ts';
import { describeCache } from '../contract/cache-contract.ts';
import { describeLease } from '../contract/lease-contract.ts';
import { describeRateLimit } from '../contract/rate-limit-contract.ts';
import { createMemoryRateLimit } from '../memory/create-memory-rate-limit.ts';
import type { Cache } from '../ports.ts';
import { redisConfig } from './__fixtures__/redis-config.ts';
import { connectRedis } from './connect-redis.ts';
import { createRedisCache } from './create-redis-cache.ts';
import { createRedisLease } from './create-redis-lease.ts';
import { createRedisRateLimit } from './create-redis-rate-limit.ts';
import { defineScript, type Redis } from './redis.ts';

const server = await startRedis({ own: true });

/** Makes what lies under a prefix older, by the bare server: expiries of keys, of values in a cache, of windows. */
const age = defineScript(`local ms = tonumber(ARGV[1])
for _, key in ipairs(redis.call('KEYS', KEYS[1] .. '*')) do
  local kind = redis.call('TYPE', key).ok
  local fields = kind == 'hash' and redis.call('HGETALL', key) or {}
  for at = 1, #fields, 2 do
    local micros, rest = string.match(fields[at + 1], '^(%d+)(:.*)$')
    if micros then redis.call('HSET', key, fields[at], string.format('%.0f', micros - ms * 1000) .. rest) end
    if string.match(fields[at], ':ends$') then redis.call('HINCRBY', key, fields[at], -ms) end
  end
  local life = redis.call('PTTL', key)
  if life > 0 then redis.call('PEXPIRE', key, string.format('%.0f', life - ms)) end
end
return 1`);

describe.skipIf(server === null)('Redis', () => {
  const { uri, process: own } = server as RedisServer;
  afterAll(() => server?.[Symbol.asyncDispose]());

  /** Two nodes on a prefix of their own. */
  async function twoNodes() {
    const config = redisConfig(uri);
    const nodes = [await connectRedis(config, { logger: silentLogger }), await connectRedis(config, { logger: silentLogger })] as const;
    return {
      nodes,
      pass: async (ms: number) => void (await nodes[0].script(age, [''], [String(ms)])),
      close: async () => void (await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()))),
    };
  }

  describeCache('Redis', async () => {
    const { nodes, ...place } = await twoNodes();
    return {
      ...place,
      async create({ maxEntries }) {
        const name = randomUUID();
        const [one, two] = nodes.map((redis): Cache => createRedisCache({ redis, name, maxEntries, logger: silentLogger }));
        return [one!, two!];
      },
    };
  });

  describeRateLimit('Redis', async () => {
    const { nodes, ...place } = await twoNodes();
    const limit = (redis: Redis) => createRedisRateLimit({ redis, local: createMemoryRateLimit(), logger: silentLogger });
    return { ...place, nodes: [limit(nodes[0]), limit(nodes[1])] };
  });

  describeLease('Redis', async () => {
    const { nodes, ...place } = await twoNodes();
    return { ...place, nodes: [createRedisLease({ redis: nodes[0] }), createRedisLease({ redis: nodes[1] })] };
  });

  describe('lost', () => {
    const said: string[] = [];
    const logger = {
      ...silentLogger,
      info: (_: unknown, message: string) => void said.push(message),
      error: (_: unknown, message: string) => void said.push(message),
    };
    let redis: Redis;
    beforeAll(async () => {
      redis = await connectRedis(redisConfig(uri), { logger: silentLogger });
    });
    afterAll(() => redis[Symbol.asyncDispose]());

    test('a cache is empty and a limit counts for its node, each said once, until Redis is back', async () => {
      const cache = createRedisCache({ redis, name: 'models', maxEntries: 10, logger });
      const limit = createRedisRateLimit({ redis, local: createMemoryRateLimit(), logger });
      const lease = createRedisLease({ redis });
      const budget = { points: 2, perSeconds: 600 };
      const take = async (): Promise<boolean> => (await limit.take('a', budget)).allowed;
      await cache.set('a', 1, 600_000);
      await limit.take('a', budget);

      own!.pause();
      // A signal takes a moment: what was asked before it may still be answered.
      await expect.poll(() => cache.get('a'), { timeout: 20_000 }).toBeUndefined();
      expect([await take(), await take(), await take()]).toEqual([true, true, false]);
      await cache.set('b', 1, 600_000);
      await expect(lease.acquire('work', 'a', 1_000)).rejects.toThrow();
      own!.resume();
      await expect.poll(() => cache.get('a'), { timeout: 20_000 }).toBe(1);
      await expect.poll(() => said.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
      await expect
        .poll(async () => (await take(), said.filter((line) => line.startsWith('Rate limits'))), { timeout: 20_000, interval: 300 })
        .toHaveLength(2);
      expect(said.toSorted()).toEqual([
        'Rate limits do without Redis: this node counts for itself.',
        'Rate limits have Redis back.',
        'The cache of models does without Redis: everything is read anew.',
        'The cache of models has Redis back.',
      ]);
      expect(await take()).toBe(false);
    });
  });

  test('values of a cache leave Redis by themselves', async () => {
    await using redis = await connectRedis(redisConfig(uri), { logger: silentLogger });
    const cache = createRedisCache({ redis, name: 'models', maxEntries: 10, logger: silentLogger });
    await cache.set('a', 1, 30);
    await cache.set('b', 1, 20);
    await expect.poll(() => redis.command('EXISTS', 'cache:{models}:values')).toBe(0);
    expect(await redis.command('EXISTS', 'cache:{models}:used')).toBe(0);
  });
});
