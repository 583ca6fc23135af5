import type { Connection } from '../connection.ts';

export function doomUnsentFiles(db: Connection, before: number, limit: number): string[] {
  const found = db.all<{ id: string }>('SELECT id FROM files WHERE unsent_since < @before ORDER BY unsent_since LIMIT @limit', {
    before,
    limit,
  });
  for (const { id } of found) db.run(`UPDATE files SET state = 'doomed' WHERE id = @id`, { id });
  return found.map(({ id }) => id);
}
