import type { TurnRow } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';

export function listUnfinishedTurns(db: Connection): TurnRow[] {
  return db.all<StoredTurn>(`SELECT * FROM turns WHERE status IN ('running', 'waiting')`).map(toTurnRow);
}
