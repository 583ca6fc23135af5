import { createBreaker } from '../kit/create-breaker.ts';
import { createSharedRateLimit } from '../kit/create-shared-rate-limit.ts';
import type { Logger } from '../../logger.ts';
import type { RateLimit } from '../ports.ts';
import { defineScript, type Redis } from './redis.ts';

interface RedisRateLimitOptions {
  readonly redis: Redis;
  /** Counts while Redis is lost. */
  readonly local: RateLimit;
  readonly logger: Logger;
}

/**
 * KEYS: what is used of a key's budgets, and when each window ends in ms by the server's clock. ARGV: budget, its points, ms, points
 * wanted. Gives the ms to wait, or -1.
 */
const take = defineScript(`local time = redis.call('TIME') local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. ':ends') or '0')
local used = tonumber(redis.call('HGET', KEYS[1], ARGV[1] .. ':used') or '0')
if ends <= now then used = 0 ends = now + ARGV[3] end
if used + ARGV[4] > tonumber(ARGV[2]) then return ends - now end
redis.call('HSET', KEYS[1], ARGV[1] .. ':used', used + ARGV[4], ARGV[1] .. ':ends', string.format('%.0f', ends))
if redis.call('PTTL', KEYS[1]) < ends - now then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ends - now)) end
return -1`);

/** Budgets that all nodes share; without Redis each node counts for itself. */
export function createRedisRateLimit({ redis, local, logger }: RedisRateLimitOptions): RateLimit {
  return createSharedRateLimit({
    local,
    breaker: createBreaker({
      logger,
      lost: 'Rate limits do without Redis: this node counts for itself.',
      back: 'Rate limits have Redis back.',
    }),
    store: {
      async take(id, { points, perSeconds }, wanted) {
        const args = [`${points}/${perSeconds}`, String(points), String(perSeconds * 1000), String(wanted)];
        const wait = Number(await redis.script(take, [`rate:${id}`], args));
        return wait < 0 ? null : wait;
      },
      forget: async (id) => void (await redis.command('DEL', `rate:${id}`)),
    },
  });
}
