import type { Connection } from '../connection.ts';

export function endSessions(db: Connection, userId: string, exceptId?: string): string[] {
  return db
    .all<{ id: string }>('DELETE FROM sessions WHERE user_id = @userId AND id IS NOT @exceptId RETURNING id', {
      userId,
      exceptId: exceptId ?? null,
    })
    .map((row) => row.id);
}
