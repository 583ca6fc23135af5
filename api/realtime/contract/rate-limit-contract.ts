import { describe, expect, test } from 'vitest';
import type { RateLimit } from '../ports.ts';

interface RateLimitContract {
  create(): RateLimit;
  /** Lets the clock the limiter uses move by so many ms. */
  pass(ms: number): Promise<void>;
}

const budget = { points: 3, perSeconds: 60 };

async function takes(limit: RateLimit, key: string, count: number): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let index = 0; index < count; index += 1) answers.push((await limit.take(key, budget)).allowed);
  return answers;
}

/** What every rate limit promises. */
export function describeRateLimit(name: string, { create, pass }: RateLimitContract): void {
  describe(`rate limit: ${name}`, () => {
    test('allows a budget, then says when to come back', async () => {
      const limit = create();
      expect(await takes(limit, 'a', 3)).toEqual([true, true, true]);
      const refusal = await limit.take('a', budget);
      expect(refusal.allowed).toBe(false);
      expect(refusal.retryAfter).toBeGreaterThan(0);
      expect(refusal.retryAfter).toBeLessThanOrEqual(60);
    });

    test('counts keys and budgets apart', async () => {
      const limit = create();
      await takes(limit, 'a', 3);
      expect((await limit.take('b', budget)).allowed).toBe(true);
      expect((await limit.take('a', { points: 1, perSeconds: 60 })).allowed).toBe(true);
    });

    test('does not charge a refused attempt', async () => {
      const limit = create();
      await limit.take('a', budget, 2);
      expect((await limit.take('a', budget, 2)).allowed).toBe(false);
      expect((await limit.take('a', budget, 1)).allowed).toBe(true);
    });

    test('allows exactly the budget when attempts race', async () => {
      const limit = create();
      const answers = await Promise.all(Array.from({ length: 20 }, () => limit.take('a', budget)));
      expect(answers.filter((answer) => answer.allowed)).toHaveLength(3);
    });

    test('gives the whole budget back on reset and when the window is over', async () => {
      const limit = create();
      await takes(limit, 'a', 4);
      await limit.reset('a');
      expect(await takes(limit, 'a', 4)).toEqual([true, true, true, false]);
      await pass(60_001);
      expect(await takes(limit, 'a', 4)).toEqual([true, true, true, false]);
    });
  });
}
