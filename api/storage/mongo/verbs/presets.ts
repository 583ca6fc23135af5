import type { ModelRef } from '@parley/contracts';
import type { PresetInput, PresetRow, PresetStore } from '../../ports/presets.ts';
import type { Scope } from '../../ports/scope.ts';
import { toPresetRow } from '../rows/preset-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';

type PutOptions = Parameters<PresetStore['putPresets']>[2];

/** In a transaction of the owner's, so that the count still holds when they are written. */
export async function putPresets(
  unit: OwnerUnit,
  inputs: readonly PresetInput[],
  { atMost, now }: PutOptions,
): Promise<'done' | 'too-many' | 'taken'> {
  const { ownerId } = unit;
  const { presets } = unit.in;
  const ids = inputs.map(({ id }) => id);
  const known = await presets
    .find({ _id: { $in: ids } }, unit.at)
    .project<{ _id: string; ownerId: string }>({ ownerId: 1 })
    .toArray();
  if (known.some((each) => each.ownerId !== ownerId)) return 'taken';
  const all = await presets
    .find({ ownerId }, unit.at)
    .sort({ position: 1, _id: 1 })
    .project<{ position: number }>({ position: 1 })
    .toArray();
  if (all.length + new Set(ids).size - known.length > atMost) return 'too-many';
  let position = all.at(-1)?.position ?? 0;
  for (const { id, name, settings, isDefault } of inputs) {
    if (isDefault) await presets.updateMany({ ownerId }, { $set: { isDefault: false } }, unit.at);
    position += 1;
    await presets.updateOne(
      { _id: id },
      { $set: { name, settings, isDefault, updatedAt: now }, $setOnInsert: { ownerId, position, createdAt: now } },
      { ...unit.at, upsert: true },
    );
  }
  return 'done';
}

export async function listPresets(unit: Unit, { ownerId }: Scope): Promise<PresetRow[]> {
  return (await unit.in.presets.find({ ownerId }, unit.at).sort({ position: 1, _id: 1 }).toArray()).map(toPresetRow);
}

export async function orderPresets(unit: OwnerUnit, ids: readonly string[]): Promise<void> {
  const owned = await unit.in.presets.find({ ownerId: unit.ownerId }, unit.at).sort({ position: 1, _id: 1 }).toArray();
  const all = owned.map(({ _id }) => _id);
  const first = [...new Set(ids)].filter((id) => all.includes(id));
  const ordered = [...first, ...all.filter((id) => !first.includes(id))];
  for (const [index, _id] of ordered.entries()) await unit.in.presets.updateOne({ _id }, { $set: { position: index + 1 } }, unit.at);
}

export async function deletePreset(unit: Unit, { ownerId }: Scope, id: string): Promise<boolean> {
  return (await unit.in.presets.deleteOne({ _id: id, ownerId }, unit.at)).deletedCount === 1;
}

/** In a transaction of the owner's, as above. */
export async function addFavourite(unit: OwnerUnit, { endpoint, id }: ModelRef, atMost: number): Promise<'done' | 'too-many'> {
  const { ownerId } = unit;
  const { favourites } = unit.in;
  const all = await favourites.find({ ownerId }, unit.at).sort({ position: 1 }).toArray();
  if (all.some((each) => each.endpoint === endpoint && each.id === id)) return 'done';
  if (all.length >= atMost) return 'too-many';
  await favourites.insertOne({ ownerId, endpoint, id, position: (all.at(-1)?.position ?? 0) + 1 }, unit.at);
  return 'done';
}

export async function removeFavourite(unit: Unit, { ownerId }: Scope, { endpoint, id }: ModelRef): Promise<void> {
  await unit.in.favourites.deleteOne({ ownerId, endpoint, id }, unit.at);
}

export async function listFavourites(unit: Unit, { ownerId }: Scope): Promise<ModelRef[]> {
  const all = await unit.in.favourites.find({ ownerId }, unit.at).sort({ position: 1 }).toArray();
  return all.map(({ endpoint, id }) => ({ endpoint, id }));
}
