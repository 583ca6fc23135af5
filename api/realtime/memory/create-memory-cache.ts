import type { Cache } from '../ports.ts';

interface Held {
  readonly value: unknown;
  readonly expiresAt: number;
}

interface MemoryCacheOptions {
  /** Beyond this many the value that was least recently used goes. */
  readonly maxEntries: number;
  readonly now?: () => number;
}

/** A cache in this process. Values are held as they are, not copied: whoever gets one must not change it. */
export function createMemoryCache({ maxEntries, now = Date.now }: MemoryCacheOptions): Cache {
  /** A map keeps the order of insertion: the first entry is the one used longest ago. */
  const held = new Map<string, Held>();

  return {
    async get<Value>(key: string) {
      const found = held.get(key);
      if (found === undefined) return undefined;
      held.delete(key);
      if (found.expiresAt <= now()) return undefined;
      held.set(key, found);
      return found.value as Value;
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
  };
}
