import type { Connection } from '../connection.ts';

export const deleteDecision = (db: Connection, kind: string, id: string): boolean =>
  db.run('DELETE FROM decisions WHERE kind = @kind AND id = @id', { kind, id }) === 1;
