import { createHash } from 'node:crypto';
import type { RateLimit } from '../ports.ts';
import type { Breaker } from './create-breaker.ts';

export interface Budget {
  readonly points: number;
  readonly perSeconds: number;
}

/** Where shared budgets are counted. May reject. */
export interface RateLimitStore {
  /** Takes points if there are enough. Null, or the milliseconds until the window is over. */
  take(id: string, budget: Budget, points: number): Promise<number | null>;
  /** Forgets all budgets of a key. */
  forget(id: string): Promise<void>;
}

interface SharedRateLimitOptions {
  readonly store: RateLimitStore;
  readonly breaker: Breaker;
  /** Counts while the store is lost. */
  readonly local: RateLimit;
}

/** Keys name people and places: stores see only what cannot be read back by looking. */
const idOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** Budgets in a store that nodes share and that may be lost. */
export function createSharedRateLimit({ store, breaker, local }: SharedRateLimitOptions): RateLimit {
  return {
    take: (key, budget, points = 1) =>
      breaker.run(
        async () => {
          const wait = await store.take(idOf(key), budget, points);
          return wait === null ? { allowed: true, retryAfter: 0 } : { allowed: false, retryAfter: Math.max(1, Math.ceil(wait / 1000)) };
        },
        () => local.take(key, budget, points),
      ),
    async reset(key) {
      await local.reset(key);
      await breaker.run(
        () => store.forget(idOf(key)),
        () => undefined,
      );
    },
  };
}
