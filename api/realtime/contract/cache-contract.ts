import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cache } from '../ports.ts';

interface CacheContractPlace {
  /** Handles of two nodes on one cache that nobody has used; the same one where nodes share nothing. */
  create(options: { maxEntries: number }): Promise<readonly [Cache, Cache]>;
  /** Makes everything that is kept so many ms older. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** What every cache promises. */
export function describeCache(name: string, makePlace: () => Promise<CacheContractPlace>): void {
  describe(`cache: ${name}`, () => {
    let place: CacheContractPlace;
    beforeAll(async () => {
      place = await makePlace();
    });
    afterAll(() => place.close());

    test('gives back at any node what was set, and undefined for what was not, and counts both', async () => {
      const [cache, other] = await place.create({ maxEntries: 10 });
      await cache.set('a', { models: ['x', 'ü\n:'] }, 60_000);
      await cache.set('n', null, 60_000);
      expect(await cache.get('a')).toEqual({ models: ['x', 'ü\n:'] });
      expect(await cache.get('b')).toBeUndefined();
      expect(await cache.get('n')).toBeNull();
      expect(cache.stats()).toMatchObject({ hits: 2, misses: 1 });
      expect(await other.get('a')).toEqual({ models: ['x', 'ü\n:'] });
      await other.delete('a');
      expect(await cache.get('a')).toBeUndefined();
    });

    test('forgets a value when its time is over or it is deleted', async () => {
      const [cache] = await place.create({ maxEntries: 10 });
      await cache.set('a', 1, 60_000);
      await cache.set('b', 2, 300_000);
      await cache.set('c', 3, 300_000);
      await cache.delete('c');
      await cache.delete('never');
      await place.pass(30_000);
      expect(await cache.get('a')).toBe(1);
      await place.pass(30_001);
      expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([undefined, 2, undefined]);
    });

    test('gives a value that is set again its new time', async () => {
      const [cache] = await place.create({ maxEntries: 10 });
      await cache.set('a', 'old', 60_000);
      await place.pass(50_000);
      await cache.set('a', 'new', 60_000);
      await place.pass(50_000);
      expect(await cache.get('a')).toBe('new');
    });

    test('keeps no more than its cap, and what is used longest', async () => {
      const [cache] = await place.create({ maxEntries: 3 });
      const step = (): Promise<void> => place.pass(5);
      for (const key of ['a', 'b', 'c']) {
        await cache.set(key, key, 60_000);
        await step();
      }
      await cache.get('a');
      await step();
      await cache.set('d', 'd', 60_000);
      expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => cache.get(key)))).toEqual(['a', undefined, 'c', 'd']);
    });

    test('keeps caches of different names apart', async () => {
      const [[one], [two]] = [await place.create({ maxEntries: 3 }), await place.create({ maxEntries: 3 })];
      await one.set('a', 1, 60_000);
      await two.set('a', 2, 60_000);
      await two.set('b', 2, 60_000);
      await two.delete('a');
      expect([await one.get('a'), await one.get('b'), await two.get('b')]).toEqual([1, undefined, 2]);
    });
  });
}
