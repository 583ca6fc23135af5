import type { KeyRow } from '../../ports/keys.ts';
import type { Params } from '../connection.ts';

export interface StoredKey {
  readonly endpoint_id: string;
  readonly sealed: string;
  readonly base_url: string | null;
  readonly updated_at: number;
}

export function toKeyRow(stored: StoredKey): KeyRow {
  return { endpointId: stored.endpoint_id, sealed: stored.sealed, baseUrl: stored.base_url, updatedAt: stored.updated_at };
}

export function fromKeyRow(ownerId: string, key: KeyRow): Params {
  return { ownerId, endpointId: key.endpointId, sealed: key.sealed, baseUrl: key.baseUrl, updatedAt: key.updatedAt };
}
