import type { NewSession, SessionRow } from '../../ports/sessions.ts';
import type { Params } from '../connection.ts';

export interface StoredSession {
  readonly seq: number;
  readonly id: string;
  readonly user_id: string;
  readonly current_hash: string;
  readonly generation: number;
  readonly rotated_at: number;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
  readonly user_agent: string;
  readonly address: string;
}

export function toSessionRow(stored: StoredSession): SessionRow {
  return {
    id: stored.id,
    userId: stored.user_id,
    createdAt: stored.created_at,
    lastUsedAt: stored.last_used_at,
    expiresAt: stored.expires_at,
    userAgent: stored.user_agent,
    address: stored.address,
  };
}

export function fromNewSession(session: NewSession): Params {
  return {
    id: session.id,
    userId: session.userId,
    hash: session.refreshHash,
    now: session.now,
    expiresAt: session.expiresAt,
    userAgent: session.userAgent,
    address: session.address,
  };
}
