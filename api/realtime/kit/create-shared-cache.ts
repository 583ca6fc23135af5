import type { Cache } from '../ports.ts';
import type { Breaker } from './create-breaker.ts';

/** Where a shared cache keeps its texts. May reject. */
export interface CacheStore {
  /** Null when there is none, or its time is over. */
  read(key: string): Promise<string | null>;
  write(key: string, text: string, ttlMs: number): Promise<void>;
  remove(key: string): Promise<void>;
}

interface SharedCacheOptions {
  readonly name: string;
  readonly store: CacheStore;
  readonly breaker: Breaker;
}

/** A cache over a store that nodes share and that may be lost. */
export function createSharedCache({ name, store, breaker }: SharedCacheOptions): Cache {
  let hits = 0;
  let misses = 0;
  const nothing = (): undefined => undefined;

  return {
    name,
    async get<Value>(key: string) {
      const text = await breaker.run(
        () => store.read(key),
        () => null,
      );
      if (text === null) misses += 1;
      else hits += 1;
      return text === null ? undefined : (JSON.parse(text) as Value);
    },
    async set(key, value, ttlMs) {
      const text = JSON.stringify(value);
      await breaker.run(() => store.write(key, text, ttlMs), nothing);
    },
    delete: (key) => breaker.run(() => store.remove(key), nothing),
    stats: () => ({ hits, misses }),
  };
}
