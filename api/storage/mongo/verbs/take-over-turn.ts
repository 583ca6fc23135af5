import { readCheckpoint, writeCheckpoint } from '../../kit/read-checkpoint.ts';
import type { Checkpoint, TakenTurn } from '../../ports/turns.ts';
import { findTurn } from '../reads/turns.ts';
import { toTurnRow } from '../rows/turn-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';

export async function takeOverTurn(
  unit: OwnerUnit,
  id: string,
  { epoch, node }: { readonly epoch: number; readonly node: string },
): Promise<TakenTurn | null> {
  const turn = await findTurn(unit, unit.ownerId, id);
  if (turn === null || turn.epoch !== epoch || (turn.status !== 'running' && turn.status !== 'waiting')) return null;
  const set = { ownerNode: node, epoch: epoch + 1 };
  await unit.in.turns.updateOne({ _id: id }, { $set: set }, unit.at);
  return { turn: toTurnRow({ ...turn, ...set }), checkpoint: readCheckpoint(turn.checkpoint ?? null) };
}

/** One write and no transaction: a settlement at the same moment either comes before, and this finds nothing, or removes it again. */
export async function checkpointTurn(unit: Unit, ownerId: string, id: string, epoch: number, checkpoint: Checkpoint): Promise<boolean> {
  const changed = await unit.in.turns.updateOne(
    { _id: id, ownerId, epoch, active: true, status: { $in: ['running', 'waiting'] } },
    { $set: { checkpoint: writeCheckpoint(checkpoint) } },
    unit.at,
  );
  return changed.matchedCount > 0;
}
