import type { SessionRow } from '../../ports/sessions.ts';
import type { Connection } from '../connection.ts';
import { toSessionRow, type StoredSession } from '../rows/session-row.ts';

export function getSession(db: Connection, id: string, now: number): SessionRow | null {
  const stored = db.get<StoredSession>('SELECT * FROM sessions WHERE id = @id AND expires_at > @now', { id, now });
  return stored === undefined ? null : toSessionRow(stored);
}
