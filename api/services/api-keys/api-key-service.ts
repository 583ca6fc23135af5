import { assertThat, limits, RequestError, type ApiKeyScope } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import type { ApiKeyRow, ApiKeyStore } from '../../storage/ports/api-keys.ts';
import type { Scope } from '../../storage/ports/scope.ts';

export interface ApiKeyDependencies {
  readonly storage: ApiKeyStore;
  readonly createSecret: () => { readonly secret: string; readonly prefix: string; readonly hash: string };
  /** Makes this process forget keys that it has seen. */
  readonly forget: (keyIds: readonly string[]) => void;
  readonly now: () => number;
  /** False: the operator wants none; those that were made open nothing meanwhile, and open again when they are wanted. */
  readonly enabled: boolean;
}

interface NewKey {
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresInDays?: number | undefined;
}

/** Keys that people make for their programs. Every verb throws `api-key.disabled` where the operator wants none. */
export interface ApiKeyService {
  readonly enabled: boolean;
  list(scope: Scope): Promise<ApiKeyRow[]>;
  /** The secret is in this answer alone. Throws `api-key.too-many`. */
  create(scope: Scope, key: NewKey): Promise<{ readonly key: ApiKeyRow; readonly secret: string }>;
  /** Throws `api-key.not-found`, also for another person's. */
  remove(scope: Scope, id: string): Promise<void>;
}

const day = 86_400_000;

export function createApiKeyService({ storage, createSecret, forget, now, enabled }: ApiKeyDependencies): ApiKeyService {
  const check = (): void => assertThat(enabled, 'api-key.disabled');
  return {
    enabled,
    list: async (scope) => {
      check();
      return storage.listApiKeys(scope);
    },
    create: async (scope, { name, scopes, expiresInDays }) => {
      check();
      const { secret, prefix, hash } = createSecret();
      const at = now();
      const key = await storage.createApiKey(scope, {
        id: uuidv7(),
        name,
        prefix,
        hash,
        scopes: [...new Set(scopes)],
        now: at,
        expiresAt: expiresInDays === undefined ? null : at + expiresInDays * day,
        atMost: limits.apiKeysPerUser,
      });
      if (key === 'too-many') throw new RequestError('api-key.too-many', { params: { limit: limits.apiKeysPerUser } });
      return { key, secret };
    },
    remove: async (scope, id) => {
      check();
      assertThat(await storage.deleteApiKey(scope, id), 'api-key.not-found');
      forget([id]);
    },
  };
}
