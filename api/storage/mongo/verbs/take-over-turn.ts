import type { TakenTurn } from '../../ports/turns.ts';
import { findTurn } from '../reads/turns.ts';
import { toTurnRow } from '../rows/turn-row.ts';
import { checkpointOf } from '../texts/long-checkpoint.ts';
import type { OwnerUnit } from '../unit.ts';

export async function takeOverTurn(
  unit: OwnerUnit,
  id: string,
  { epoch, node }: { readonly epoch: number; readonly node: string },
): Promise<TakenTurn | null> {
  const turn = await findTurn(unit, unit.ownerId, id);
  if (turn === null || turn.epoch !== epoch || (turn.status !== 'running' && turn.status !== 'waiting')) return null;
  const set = { ownerNode: node, epoch: epoch + 1 };
  await unit.in.turns.updateOne({ _id: id }, { $set: set }, unit.at);
  return { turn: toTurnRow({ ...turn, ...set }), checkpoint: await checkpointOf(unit, turn) };
}
