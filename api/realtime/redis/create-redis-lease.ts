import type { Lease } from '../ports.ts';
import { defineScript, type Redis } from './redis.ts';

/**
 * KEYS: the lease, the last token. ARGV: holder, ms, ms the last token is kept. Tokens are at least the time, so that they rise even
 * after the last one was forgotten.
 */
const acquire = defineScript(`if redis.call('EXISTS', KEYS[1]) == 1 then return false end
local time = redis.call('TIME') local now = time[1] * 1000 + math.floor(time[2] / 1000)
local token = string.format('%.0f', math.max(tonumber(redis.call('GET', KEYS[2]) or '0') + 1, now))
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[2], token, 'PX', ARGV[3])
return token`);

/** ARGV: token and holder, ms. */
const renew = defineScript(`if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** ARGV: token and holder. */
const release = defineScript(`if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1`);

/** Milliseconds: 30 days. */
const tokenKeptFor = String(30 * 86_400_000);

/**
 * Leases in Redis, for work that may be done twice without harm: a Redis that loses its data, or a replica that takes over, may give
 * one a second time.
 */
export function createRedisLease({ redis }: { readonly redis: Redis }): Lease {
  const keyOf = (name: string): string => `lease:{${name}}`;
  return {
    async acquire(name, holder, ttlMs) {
      const token = await redis.script(acquire, [keyOf(name), `${keyOf(name)}:token`], [holder, String(ttlMs), tokenKeptFor]);
      return token === null ? null : Number(token);
    },
    async renew(name, holder, token, ttlMs) {
      return Number(await redis.script(renew, [keyOf(name)], [`${token} ${holder}`, String(ttlMs)])) === 1;
    },
    async release(name, holder, token) {
      await redis.script(release, [keyOf(name)], [`${token} ${holder}`]);
    },
  };
}
