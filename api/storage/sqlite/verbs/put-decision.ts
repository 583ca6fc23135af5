import type { Connection } from '../connection.ts';

export function putDecision(db: Connection, kind: string, id: string, value: object, now: number): void {
  db.run(
    `INSERT INTO decisions (kind, id, value, updated_at) VALUES (@kind, @id, @value, @now)
     ON CONFLICT (kind, id) DO UPDATE SET value = @value, updated_at = @now`,
    { kind, id, value: JSON.stringify(value), now },
  );
}
