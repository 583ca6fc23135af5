import type { NewSession, SessionRow } from '../../ports/sessions.ts';

/** A refresh token of a session's chain, kept until it expires so that an old one is recognised. */
export interface StoredToken {
  readonly hash: string;
  readonly generation: number;
  /** Another took its place before it was used. */
  readonly replaced: boolean;
  readonly expiresAt: number;
}

/** A session and its chain in one document, so that a rotation is one atomic write. `version` counts its writes. */
export interface StoredSession {
  readonly _id: string;
  readonly seq: number;
  readonly version: number;
  readonly userId: string;
  readonly currentHash: string;
  readonly generation: number;
  readonly rotatedAt: number;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  readonly userAgent: string;
  readonly address: string;
  readonly tokens: readonly StoredToken[];
}

export function toSessionRow(stored: StoredSession): SessionRow {
  const { _id: id, userId, createdAt, lastUsedAt, expiresAt, userAgent, address } = stored;
  return { id, userId, createdAt, lastUsedAt, expiresAt, userAgent, address };
}

export function fromNewSession({ id, userId, refreshHash, now, expiresAt, userAgent, address }: NewSession, seq: number): StoredSession {
  return {
    _id: id,
    seq,
    version: 1,
    userId,
    currentHash: refreshHash,
    generation: 1,
    rotatedAt: now,
    createdAt: now,
    lastUsedAt: now,
    expiresAt,
    userAgent,
    address,
    tokens: [{ hash: refreshHash, generation: 1, replaced: false, expiresAt }],
  };
}
