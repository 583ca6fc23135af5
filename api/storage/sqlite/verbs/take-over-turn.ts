import { readCheckpoint } from '../../kit/read-checkpoint.ts';
import type { Scope } from '../../ports/scope.ts';
import type { TakenTurn } from '../../ports/turns.ts';
import type { Connection } from '../connection.ts';
import { findTurn } from '../reads/get-turn.ts';
import { toTurnRow } from '../rows/turn-row.ts';

export function takeOverTurn(
  db: Connection,
  { ownerId }: Scope,
  id: string,
  { epoch, node }: { readonly epoch: number; readonly node: string },
): TakenTurn | null {
  const turn = findTurn(db, ownerId, id);
  if (turn === null || turn.epoch !== epoch || (turn.status !== 'running' && turn.status !== 'waiting')) return null;
  db.run('UPDATE turns SET owner_node = @node, epoch = @next WHERE id = @id', { id, node, next: epoch + 1 });
  return { turn: toTurnRow({ ...turn, owner_node: node, epoch: epoch + 1 }), checkpoint: readCheckpoint(turn.checkpoint) };
}
