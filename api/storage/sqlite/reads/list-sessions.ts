import type { SessionRow } from '../../ports/sessions.ts';
import type { Connection } from '../connection.ts';
import { toSessionRow, type StoredSession } from '../rows/session-row.ts';

export function listSessions(db: Connection, userId: string, now: number): SessionRow[] {
  return db
    .all<StoredSession>('SELECT * FROM sessions WHERE user_id = @userId AND expires_at > @now ORDER BY last_used_at DESC, seq DESC', {
      userId,
      now,
    })
    .map(toSessionRow);
}
