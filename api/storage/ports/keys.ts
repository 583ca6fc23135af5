import type { Scope } from './scope.ts';

/** A person's own key for an endpoint, sealed by the one place that encrypts secrets. */
export interface KeyRow {
  readonly endpointId: string;
  /** AES-256-GCM, as `services/endpoints/secret-box.ts` writes it. Opaque to storage. */
  readonly sealed: string;
  readonly baseUrl: string | null;
  readonly updatedAt: number;
}

export interface KeyStore {
  putKey(scope: Scope, key: KeyRow): Promise<void>;
  /** Null when there is none. */
  getKey(scope: Scope, endpointId: string): Promise<KeyRow | null>;
  listKeys(scope: Scope): Promise<KeyRow[]>;
  /** False when there was none. */
  deleteKey(scope: Scope, endpointId: string): Promise<boolean>;
}
