import { RequestError, type RateClass } from '@parley/contracts';
import type { RateLimit } from '../realtime/ports.ts';

interface Budget {
  readonly points: number;
  readonly perSeconds: number;
}

/** What one account, and what one socket address, may ask for. Many people may share an address, so it has more. */
export const rateBudgets: Readonly<Record<RateClass, { readonly account: Budget; readonly address: Budget }>> = {
  public: { account: { points: 600, perSeconds: 60 }, address: { points: 3_000, perSeconds: 60 } },
  auth: { account: { points: 30, perSeconds: 60 }, address: { points: 600, perSeconds: 60 } },
  read: { account: { points: 1_200, perSeconds: 60 }, address: { points: 12_000, perSeconds: 60 } },
  write: { account: { points: 600, perSeconds: 60 }, address: { points: 6_000, perSeconds: 60 } },
  turn: { account: { points: 120, perSeconds: 60 }, address: { points: 1_200, perSeconds: 60 } },
  stream: { account: { points: 120, perSeconds: 60 }, address: { points: 1_200, perSeconds: 60 } },
};

/** Takes one call from a budget. Throws `request.rate-limited` with the time to wait. */
export type LimitRate = (by: 'account' | 'address', rate: RateClass, key: string) => Promise<void> | undefined;

export function createRateLimiter(rateLimit: RateLimit, enabled: boolean): LimitRate {
  if (!enabled) return () => undefined;
  return async (by, rate, key) => {
    const { allowed, retryAfter } = await rateLimit.take(`${rate}:${by}:${key}`, rateBudgets[rate][by]);
    if (!allowed) throw new RequestError('request.rate-limited', { retryAfter });
  };
}
