import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RateLimit } from '../ports.ts';

interface RateLimitContractPlace {
  /** Handles of two nodes; the same one where nodes share nothing. */
  readonly nodes: readonly [RateLimit, RateLimit];
  /** Makes every window so many ms older. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

const budget = { points: 3, perSeconds: 60 };
const newKey = (): string => `login:ada@example.org:${randomUUID()}`;

async function takes(limit: RateLimit, key: string, count: number): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let index = 0; index < count; index += 1) answers.push((await limit.take(key, budget)).allowed);
  return answers;
}

/** What every rate limit promises. */
export function describeRateLimit(name: string, makePlace: () => Promise<RateLimitContractPlace>): void {
  describe(`rate limit: ${name}`, () => {
    let place: RateLimitContractPlace;
    let limit: RateLimit;
    let other: RateLimit;
    beforeAll(async () => {
      place = await makePlace();
      [limit, other] = place.nodes;
    });
    afterAll(() => place.close());

    test('allows a budget over all nodes, then says when to come back', async () => {
      const key = newKey();
      expect(await takes(limit, key, 2)).toEqual([true, true]);
      expect(await takes(other, key, 1)).toEqual([true]);
      const refusal = await limit.take(key, budget);
      expect(refusal.allowed).toBe(false);
      expect(refusal.retryAfter).toBeGreaterThan(0);
      expect(refusal.retryAfter).toBeLessThanOrEqual(60);
    });

    test('counts keys and budgets apart', async () => {
      const key = newKey();
      await takes(limit, key, 3);
      expect((await limit.take(newKey(), budget)).allowed).toBe(true);
      expect((await limit.take(key, { points: 1, perSeconds: 60 })).allowed).toBe(true);
    });

    test('does not charge a refused attempt', async () => {
      const key = newKey();
      await limit.take(key, budget, 2);
      expect((await limit.take(key, budget, 2)).allowed).toBe(false);
      expect((await limit.take(key, budget, 1)).allowed).toBe(true);
    });

    test('allows exactly the budget when attempts race at several nodes', async () => {
      const key = newKey();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => place.nodes[index % 2]!.take(key, budget)));
      expect(answers.filter((answer) => answer.allowed)).toHaveLength(3);
    });

    test('gives the whole budget back on reset and when the window is over', async () => {
      const key = newKey();
      await takes(limit, key, 4);
      await other.reset(key);
      expect(await takes(limit, key, 4)).toEqual([true, true, true, false]);
      await place.pass(60_001);
      expect(await takes(limit, key, 4)).toEqual([true, true, true, false]);
    });
  });
}
