import type { Connection } from '../connection.ts';

/** Older tokens of the chain are no longer anybody's: they end nothing here. */
export function endSessionByRefresh(db: Connection, hash: string): string | null {
  const session = db.get<{ id: string }>(
    `SELECT s.id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = @hash AND t.generation >= s.generation - 1`,
    { hash },
  );
  if (session === undefined) return null;
  db.run('DELETE FROM sessions WHERE id = @id', { id: session.id });
  return session.id;
}
