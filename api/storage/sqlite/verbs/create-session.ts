import type { NewSession, SessionRow } from '../../ports/sessions.ts';
import type { Connection } from '../connection.ts';
import { fromNewSession, toSessionRow, type StoredSession } from '../rows/session-row.ts';
import { addRefreshToken } from './refresh-tokens.ts';

export function createSession(db: Connection, session: NewSession): SessionRow {
  const stored = db.get<StoredSession>(
    `INSERT INTO sessions (id, user_id, current_hash, generation, rotated_at, created_at, last_used_at, expires_at, user_agent, address)
     VALUES (@id, @userId, @hash, 1, @now, @now, @now, @expiresAt, @userAgent, @address) RETURNING *`,
    fromNewSession(session),
  );
  if (stored === undefined) throw new Error('The session was not kept.');
  addRefreshToken(db, stored, session.refreshHash, 1, session.expiresAt);
  endOldest(db, session);
  return toSessionRow(stored);
}

/** Expired sessions go, and the oldest beyond the number kept; the new one always stays. */
function endOldest(db: Connection, { userId, now, keepAtMost }: NewSession): void {
  db.run('DELETE FROM sessions WHERE user_id = @userId AND expires_at <= @now', { userId, now });
  db.run(
    `DELETE FROM sessions WHERE seq IN (SELECT seq FROM sessions WHERE user_id = @userId ORDER BY seq DESC LIMIT -1 OFFSET @keepAtMost)`,
    { userId, keepAtMost: Math.max(1, keepAtMost) },
  );
}
