import { apiKeyScopes, limits, type ApiKeyScope, type Role } from '@parley/contracts';
import { hashApiKey, looksLikeApiKey } from './api-key-secret.ts';
import type { AuthStrategy } from './types.ts';

/** What the store knows of a key. */
interface KnownKey {
  readonly id: string;
  readonly ownerId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** A program that acts for a person. */
export interface ApiKeyIdentity {
  readonly keyId: string;
  readonly userId: string;
  readonly role: Role;
  readonly scopes: ReadonlySet<ApiKeyScope>;
}

interface ApiKeyNeeds {
  /** By the hash of a secret; null when there is none, or it expired. */
  readonly findKey: (hash: string) => Promise<KnownKey | null>;
  readonly findUser: (id: string) => Promise<{ readonly role: Role } | null>;
  /** Notes a use. Its failure is its own business: no call waits for it. */
  readonly touch: (keyId: string, at: number) => void;
  readonly now: () => number;
}

export interface ApiKeyStrategy extends AuthStrategy<string, ApiKeyIdentity> {
  /** Forgets what is remembered of these keys: they have just been revoked. */
  forget(keyIds: readonly string[]): void;
}

interface Seen {
  readonly identity: ApiKeyIdentity;
  readonly expiresAt: number | null;
  readonly checkedAt: number;
}

const remembered = 10_000;

/**
 * Keys for programs. A key that was found is asked for again at most five seconds later, like a session, so that a revoked one is refused by
 * every node within that time; its use is noted at most once a minute.
 */
export function createApiKeyStrategy({ findKey, findUser, touch, now }: ApiKeyNeeds): ApiKeyStrategy {
  const seen = new Map<string, Seen>();
  const touched = new Map<string, number>();

  function noteUse({ id, lastUsedAt }: KnownKey): void {
    const last = Math.max(lastUsedAt ?? 0, touched.get(id) ?? 0);
    if (now() - last < limits.apiKeyTouchEvery) return;
    if (touched.size >= remembered) touched.delete(touched.keys().next().value!);
    touched.set(id, now());
    touch(id, now());
  }

  async function look(hash: string): Promise<ApiKeyIdentity | null> {
    const key = await findKey(hash);
    const user = key && (await findUser(key.ownerId));
    if (!key || !user) return null;
    noteUse(key);
    const scopes = new Set(apiKeyScopes.filter((scope) => key.scopes.includes(scope)));
    const identity = { keyId: key.id, userId: key.ownerId, role: user.role, scopes };
    if (seen.size >= remembered) seen.delete(seen.keys().next().value!);
    seen.set(hash, { identity, expiresAt: key.expiresAt, checkedAt: now() });
    return identity;
  }

  return {
    name: 'api-key',
    authenticate: async (secret) => {
      if (!looksLikeApiKey(secret)) return null;
      const hash = hashApiKey(secret);
      const known = seen.get(hash);
      const isFresh = known && now() - known.checkedAt < limits.sessionRecheckEvery && (known.expiresAt ?? Infinity) > now();
      if (isFresh) return known.identity;
      seen.delete(hash);
      return look(hash);
    },
    forget: (keyIds) => {
      for (const [hash, { identity }] of seen) if (keyIds.includes(identity.keyId)) seen.delete(hash);
    },
  };
}
