import type { Connection } from '../connection.ts';

export function touchApiKey(db: Connection, id: string, at: number): void {
  db.run('UPDATE api_keys SET last_used_at = @at WHERE id = @id AND (last_used_at IS NULL OR last_used_at < @at)', { id, at });
}
