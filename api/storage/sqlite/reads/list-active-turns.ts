import type { Scope } from '../../ports/scope.ts';
import type { TurnRow } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';

export function listActiveTurns(db: Connection, { ownerId }: Scope): TurnRow[] {
  return db
    .all<StoredTurn>(
      `SELECT * FROM turns INDEXED BY turns_active WHERE owner_id = @ownerId AND status IN ('queued', 'running', 'waiting') ORDER BY seq`,
      {
        ownerId,
      },
    )
    .map(toTurnRow);
}
