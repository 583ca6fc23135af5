import { describe, expect, test } from 'vitest';
import type { Cache } from '../ports.ts';

interface CacheContract {
  /** A cache on a clock that the test moves by hand, in ms. */
  create(options: { maxEntries: number; now: () => number }): Cache;
}

/** What every cache promises. */
export function describeCache(name: string, { create }: CacheContract): void {
  describe(`cache: ${name}`, () => {
    test('gives back what was set, and undefined for what was not', async () => {
      const cache = create({ maxEntries: 10, now: () => 0 });
      await cache.set('a', { models: ['x'] }, 1000);
      expect(await cache.get('a')).toEqual({ models: ['x'] });
      expect(await cache.get('b')).toBeUndefined();
    });

    test('forgets a value when its time is over or it is deleted', async () => {
      let time = 0;
      const cache = create({ maxEntries: 10, now: () => time });
      await cache.set('a', 1, 1000);
      await cache.set('b', 2, 5000);
      await cache.set('c', 3, 5000);
      await cache.delete('c');
      time = 999;
      expect(await cache.get('a')).toBe(1);
      time = 1000;
      expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual([undefined, 2, undefined]);
    });

    test('gives a value that is set again its new time', async () => {
      let time = 0;
      const cache = create({ maxEntries: 10, now: () => time });
      await cache.set('a', 'old', 1000);
      time = 900;
      await cache.set('a', 'new', 1000);
      time = 1500;
      expect(await cache.get('a')).toBe('new');
    });

    test('keeps no more than its cap, and what is used longest', async () => {
      const cache = create({ maxEntries: 3, now: () => 0 });
      for (const key of ['a', 'b', 'c']) await cache.set(key, key, 1000);
      await cache.get('a');
      await cache.set('d', 'd', 1000);
      expect(await Promise.all(['a', 'b', 'c', 'd'].map((key) => cache.get(key)))).toEqual(['a', undefined, 'c', 'd']);
    });
  });
}
