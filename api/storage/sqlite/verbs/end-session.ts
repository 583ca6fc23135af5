import type { Connection } from '../connection.ts';

export function endSession(db: Connection, userId: string, id: string): boolean {
  return db.run('DELETE FROM sessions WHERE id = @id AND user_id = @userId', { id, userId }) > 0;
}
