import type { Lease } from '../ports.ts';

interface Held {
  readonly holder: string;
  readonly token: number;
  readonly expiresAt: number;
}

/** Leases within this process, for one node. */
export function createMemoryLease({ now = Date.now }: { readonly now?: () => number } = {}): Lease {
  const held = new Map<string, Held>();
  let lastToken = 0;

  const holds = (name: string, holder: string, token: number): boolean => {
    const found = held.get(name);
    return found !== undefined && found.holder === holder && found.token === token && found.expiresAt > now();
  };

  return {
    async acquire(name, holder, ttlMs) {
      const found = held.get(name);
      if (found !== undefined && found.expiresAt > now()) return null;
      lastToken = Math.max(lastToken + 1, now());
      held.set(name, { holder, token: lastToken, expiresAt: now() + ttlMs });
      return lastToken;
    },
    async renew(name, holder, token, ttlMs) {
      if (!holds(name, holder, token)) return false;
      held.set(name, { holder, token, expiresAt: now() + ttlMs });
      return true;
    },
    async release(name, holder, token) {
      if (holds(name, holder, token)) held.delete(name);
    },
  };
}
