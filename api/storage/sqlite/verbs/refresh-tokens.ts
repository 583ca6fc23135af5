import type { Connection } from '../connection.ts';
import type { StoredSession } from '../rows/session-row.ts';

export interface StoredRefreshToken {
  readonly hash: string;
  readonly session_id: string;
  readonly generation: number;
  readonly replaced: number;
}

/** Adds a token to a session's chain. */
export function addRefreshToken(db: Connection, session: StoredSession, hash: string, generation: number, expiresAt: number): void {
  db.run('INSERT INTO refresh_tokens (hash, session_id, generation, expires_at) VALUES (@hash, @sessionId, @generation, @expiresAt)', {
    hash,
    sessionId: session.id,
    generation,
    expiresAt,
  });
}
