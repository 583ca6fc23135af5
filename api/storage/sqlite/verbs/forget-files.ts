import type { Connection } from '../connection.ts';

export function forgetFiles(db: Connection, ids: readonly string[]): void {
  for (const id of ids) db.run(`DELETE FROM files WHERE id = @id AND state = 'doomed'`, { id });
}
