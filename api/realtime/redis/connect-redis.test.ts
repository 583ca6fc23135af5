import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type RedisServer } from '@parley/test-kit';
import { silentLogger } from '../../logger.ts';
import { redisConfig } from './__fixtures__/redis-config.ts';
import { connectRedis } from './connect-redis.ts';
import { defineScript, type Redis } from './redis.ts';

const server = await startRedis({ own: true });

const until = (redis: Redis, healthy: boolean): Promise<void> =>
  new Promise((resolve) => {
    if (redis.healthy() === healthy) return resolve();
    const stop = redis.onChange((now) => {
      if (now !== healthy) return;
      stop();
      resolve();
    });
  });

describe.skipIf(server === null)('connection to Redis', () => {
  const { uri, process: own } = server as RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    redis = await connectRedis(redisConfig(uri), { logger: silentLogger });
  });
  afterAll(async () => {
    await redis[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  test('puts the prefix before keys, in scripts too', async () => {
    await redis.command('SET', 'a', '1', 'PX', '60000');
    const script = defineScript(`return {redis.call('GET', KEYS[1]), KEYS[1], ARGV[1]}`);
    expect(await redis.script(script, ['a'], ['x'])).toEqual(['1', redis.named('a'), 'x']);
    expect(await redis.script(script, ['a'], ['y'])).toEqual(['1', redis.named('a'), 'y']);
    await expect(redis.command('NONSENSE', 'a')).rejects.toThrow(/unknown command/);
  });

  test('heals after the server was killed, with its subscriptions in force, and fails fast meanwhile', async () => {
    const heard: string[] = [];
    await redis.subscribe('c', (message) => heard.push(message)).ready;
    await own!.kill();
    await until(redis, false);
    // The two connections are lost one after the other.
    const refusal = (): Promise<unknown> => redis.command('GET', 'a').catch((error: unknown) => String(error));
    await expect.poll(refusal).toMatch(/Redis is away/);
    const late = redis.subscribe('d', (message) => heard.push(message));
    await own!.start();
    await until(redis, true);
    await late.ready;
    await redis.publish('c', 'one');
    await redis.publish('d', 'two');
    await expect.poll(() => heard).toEqual(['one', 'two']);
  });

  test('notices a server that answers nothing', async () => {
    own!.pause();
    const lost = redis.command('GET', 'a');
    await expect(lost).rejects.toThrow();
    expect(redis.healthy()).toBe(false);
    own!.resume();
    await until(redis, true);
    expect(await redis.command('GET', 'b')).toBeNull();
  });

  test('changes its mind about a channel as often as somebody likes', async () => {
    const heard: string[] = [];
    const first = redis.subscribe('e', () => heard.push('first'));
    first.stop();
    first.stop();
    const second = redis.subscribe('e', () => heard.push('second'));
    expect(() => redis.subscribe('e', () => undefined)).toThrow(/listener already/);
    await second.ready;
    await redis.publish('e', '');
    await expect.poll(() => heard).toEqual(['second']);
    second.stop();
    await expect
      .poll(async () => redis.script(defineScript(`return redis.call('PUBSUB', 'NUMSUB', ARGV[1])[2]`), ['e'], [redis.named('e')]))
      .toBe(0);
  });

  test('says what is wrong with an address or a password', async () => {
    const port = new URL(uri).port;
    await expect(connectRedis(redisConfig(uri, { username: 'nobody', password: 'wrong' }), { logger: silentLogger })).rejects.toThrow(
      `Redis at 127.0.0.1:${port} cannot be used: WRONGPASS`,
    );
  });
});
