import { readCheckpoint, writeCheckpoint } from '../../kit/read-checkpoint.ts';
import type { Checkpoint } from '../../ports/turns.ts';
import type { StoredTurn } from '../rows/turn-row.ts';
import type { OwnerUnit, Unit, Units } from '../unit.ts';
import { dropText, keepText, readLongText } from './long-text.ts';

/** Null also for one that cannot be read. */
export async function checkpointOf(unit: Unit, { checkpoint, longCheckpoint }: StoredTurn): Promise<Checkpoint | null> {
  return readCheckpoint(longCheckpoint === undefined ? (checkpoint ?? null) : await readLongText(unit.in.chunks, longCheckpoint, unit.at));
}

const running = (ownerId: string, id: string, epoch: number) => ({
  _id: id,
  ownerId,
  epoch,
  active: true as const,
  status: { $in: ['running' as const, 'waiting' as const] },
});

/**
 * One write and no transaction: a settlement at the same moment either comes before, and this finds nothing, or removes it again. Only
 * one that is long, or takes the place of a long one, needs more.
 */
export async function checkpointTurn(
  { change, reading }: Units,
  ownerId: string,
  id: string,
  epoch: number,
  checkpoint: Checkpoint,
): Promise<boolean> {
  const text = writeCheckpoint(checkpoint);
  if (Buffer.byteLength(text) <= reading.chunkBytes) {
    const filter = { ...running(ownerId, id, epoch), longCheckpoint: { $exists: false } };
    const { matchedCount } = await reading.in.turns.updateOne(filter, { $set: { checkpoint: text } }, reading.at);
    if (matchedCount > 0) return true;
  }
  return change(ownerId, (unit) => replaceCheckpoint(unit, id, epoch, text));
}

async function replaceCheckpoint(unit: OwnerUnit, id: string, epoch: number, text: string): Promise<boolean> {
  const turn = await unit.in.turns.findOne(running(unit.ownerId, id, epoch), { ...unit.at, projection: { checkpoint: 0 } });
  if (turn === null) return false;
  await dropText(unit, turn.longCheckpoint);
  const { text: checkpoint, long } = await keepText(unit, text, { of: id, conversationId: turn.conversationId });
  const change =
    long === undefined ? { $set: { checkpoint }, $unset: { longCheckpoint: 1 as const } } : { $set: { checkpoint, longCheckpoint: long } };
  await unit.in.turns.updateOne({ _id: id }, change, unit.at);
  return true;
}
