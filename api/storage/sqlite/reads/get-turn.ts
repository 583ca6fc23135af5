import type { Scope } from '../../ports/scope.ts';
import type { TurnRow } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';

/** As the table has it; null when it is unknown or another person's. */
export function findTurn(db: Connection, ownerId: string, id: string): StoredTurn | null {
  const stored = db.get<StoredTurn>('SELECT * FROM turns WHERE id = @id', { id });
  return stored?.owner_id === ownerId ? stored : null;
}

export function getTurn(db: Connection, { ownerId }: Scope, id: string): TurnRow | null {
  const stored = findTurn(db, ownerId, id);
  return stored === null ? null : toTurnRow(stored);
}
