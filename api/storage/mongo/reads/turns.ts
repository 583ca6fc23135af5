import type { Scope } from '../../ports/scope.ts';
import type { TurnRow } from '../../ports/turns.ts';
import { toTurnRow, type StoredTurn } from '../rows/turn-row.ts';
import type { Unit } from '../unit.ts';

/** As the collection has it; null when it is unknown or another person's. */
export async function findTurn(unit: Unit, ownerId: string, id: string): Promise<StoredTurn | null> {
  const stored = await unit.in.turns.findOne({ _id: id }, unit.at);
  return stored?.ownerId === ownerId ? stored : null;
}

export async function getTurn(unit: Unit, { ownerId }: Scope, id: string): Promise<TurnRow | null> {
  const stored = await findTurn(unit, ownerId, id);
  return stored === null ? null : toTurnRow(stored);
}

export async function listActiveTurns(unit: Unit, { ownerId }: Scope): Promise<TurnRow[]> {
  const turns = await unit.in.turns.find({ ownerId, active: true }, unit.at).sort({ seq: 1 }).toArray();
  return turns.map(toTurnRow);
}

export async function listOrphanedTurns(unit: Unit, living: readonly string[]): Promise<TurnRow[]> {
  const filter = { active: true as const, status: { $in: ['running' as const, 'waiting' as const] }, ownerNode: { $nin: [...living] } };
  const turns = await unit.in.turns.find(filter, unit.at).toArray();
  return turns.map(toTurnRow);
}

/** The queued turns of a conversation, oldest first. */
export async function queuedTurns(unit: Unit, conversationId: string): Promise<StoredTurn[]> {
  return unit.in.turns.find({ conversationId, active: true, status: 'queued' }, unit.at).sort({ seq: 1 }).toArray();
}
