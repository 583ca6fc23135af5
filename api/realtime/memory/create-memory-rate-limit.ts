import type { RateLimiterRes } from 'rate-limiter-flexible';
// The package's own entry loads its thirty adapters for databases; a start need not wait for those.
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import type { RateLimit } from '../ports.ts';

/** The library rejects with its result when a budget is used up, and with an Error when something broke. */
async function consume(limiter: RateLimiterMemory, key: string, points: number): Promise<{ refused: boolean; result: RateLimiterRes }> {
  try {
    return { refused: false, result: await limiter.consume(key, points) };
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    return { refused: true, result: refusal as RateLimiterRes };
  }
}

/** Budgets counted in this process. A window begins with a key's first take; keys vanish with their window. */
export function createMemoryRateLimit(): RateLimit {
  const limiters = new Map<string, RateLimiterMemory>();

  function limiterFor(points: number, perSeconds: number): RateLimiterMemory {
    const name = `${points}/${perSeconds}`;
    const known = limiters.get(name);
    if (known !== undefined) return known;
    const limiter = new RateLimiterMemory({ points, duration: perSeconds });
    limiters.set(name, limiter);
    return limiter;
  }

  return {
    async take(key, budget, points = 1) {
      const limiter = limiterFor(budget.points, budget.perSeconds);
      const { refused, result } = await consume(limiter, key, points);
      if (!refused) return { allowed: true, retryAfter: 0 };
      await limiter.reward(key, points);
      return { allowed: false, retryAfter: Math.max(1, Math.ceil(result.msBeforeNext / 1000)) };
    },
    async reset(key) {
      await Promise.all([...limiters.values()].map((limiter) => limiter.delete(key)));
    },
  };
}
