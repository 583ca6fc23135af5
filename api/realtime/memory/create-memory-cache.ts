import type { Cache } from '../ports.ts';

interface Held {
  readonly value: unknown;
  readonly expiresAt: number;
}

interface MemoryCacheOptions {
  readonly name?: string;
  /** Beyond this many the value that was least recently used goes. */
  readonly maxEntries: number;
  readonly now?: () => number;
}

/** A cache in this process. Values are held as they are, not copied: whoever gets one must not change it. */
export function createMemoryCache({ name = 'memory', maxEntries, now = Date.now }: MemoryCacheOptions): Cache {
  /** A map keeps the order of insertion: the first entry is the one used longest ago. */
  const held = new Map<string, Held>();
  let hits = 0;
  let misses = 0;

  function find(key: string): Held | undefined {
    const found = held.get(key);
    if (found === undefined) return undefined;
    held.delete(key);
    if (found.expiresAt <= now()) return undefined;
    held.set(key, found);
    return found;
  }

  return {
    name,
    async get<Value>(key: string) {
      const found = find(key);
      if (found === undefined) misses += 1;
      else hits += 1;
      return found?.value as Value | undefined;
    },
    async set(key, value, ttlMs) {
      held.delete(key);
      held.set(key, { value, expiresAt: now() + ttlMs });
      if (held.size <= maxEntries) return;
      const [oldest] = held.keys();
      if (oldest !== undefined) held.delete(oldest);
    },
    async delete(key) {
      held.delete(key);
    },
    stats: () => ({ hits, misses, entries: held.size }),
  };
}
