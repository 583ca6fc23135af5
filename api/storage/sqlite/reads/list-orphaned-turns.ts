import type { TurnRow } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';

export function listOrphanedTurns(db: Connection, living: readonly string[]): TurnRow[] {
  const unfinished = db.all<StoredTurn>(`SELECT * FROM turns WHERE status IN ('running', 'waiting')`);
  return unfinished.filter((turn) => turn.owner_node === null || !living.includes(turn.owner_node)).map(toTurnRow);
}
