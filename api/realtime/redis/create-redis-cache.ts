import { createBreaker } from '../kit/create-breaker.ts';
import { createSharedCache } from '../kit/create-shared-cache.ts';
import type { Cache } from '../ports.ts';
import type { Logger } from '../../logger.ts';
import { defineScript, type Redis } from './redis.ts';

interface RedisCacheOptions {
  readonly redis: Redis;
  readonly name: string;
  /** Beyond this many the value that was least recently used goes. */
  readonly maxEntries: number;
  readonly logger: Logger;
}

/** Microseconds by the server's clock. */
const clock = `local time = redis.call('TIME') local now = time[1] * 1000000 + time[2]`;

/** KEYS: values (`expiry in µs:text` by key), last uses. ARGV: key. */
const read = defineScript(`${clock}
local held = redis.call('HGET', KEYS[1], ARGV[1])
if not held then return false end
local colon = string.find(held, ':', 1, true)
if tonumber(string.sub(held, 1, colon - 1)) <= now then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return false
end
redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[1])
return string.sub(held, colon + 1)`);

/** ARGV: key, text, time to live in ms, cap. Both keys live as long as their longest value. */
const write = defineScript(`${clock}
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now + ARGV[3] * 1000) .. ':' .. ARGV[2])
redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[1])
local over = redis.call('ZCARD', KEYS[2]) - ARGV[4]
if over > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[2], over)
  for at = 1, #oldest, 2 do redis.call('HDEL', KEYS[1], oldest[at]) end
end
local life = math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[3]))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', life))
redis.call('PEXPIRE', KEYS[2], string.format('%.0f', life))
return 1`);

/** ARGV: key. */
const remove = defineScript(`redis.call('HDEL', KEYS[1], ARGV[1]) redis.call('ZREM', KEYS[2], ARGV[1]) return 1`);

/** A cache that all nodes share. */
export function createRedisCache({ redis, name, maxEntries, logger }: RedisCacheOptions): Cache {
  const keys = [`cache:{${name}}:values`, `cache:{${name}}:used`];
  return createSharedCache({
    name,
    breaker: createBreaker({
      logger,
      lost: `The cache of ${name} does without Redis: everything is read anew.`,
      back: `The cache of ${name} has Redis back.`,
    }),
    store: {
      async read(key) {
        const text = await redis.script(read, keys, [key]);
        return typeof text === 'string' ? text : null;
      },
      write: async (key, text, ttlMs) => void (await redis.script(write, keys, [key, text, String(ttlMs), String(maxEntries)])),
      remove: async (key) => void (await redis.script(remove, keys, [key])),
    },
  });
}
