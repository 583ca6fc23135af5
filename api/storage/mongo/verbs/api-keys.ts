import type { ApiKeyRow, NewApiKey } from '../../ports/api-keys.ts';
import type { Scope } from '../../ports/scope.ts';
import { fromNewApiKey, toApiKeyRow } from '../rows/api-key-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';

/** In a transaction of the owner's, so that the count still holds when the key is written. */
export async function createApiKey(unit: OwnerUnit, key: NewApiKey): Promise<ApiKeyRow | 'too-many'> {
  const { ownerId } = unit;
  const had = await unit.in.apiKeys.countDocuments({ ownerId }, { ...unit.at, limit: Math.max(1, key.atMost) });
  if (had >= key.atMost) return 'too-many';
  const stored = fromNewApiKey(ownerId, key);
  await unit.in.apiKeys.insertOne(stored, unit.at);
  return toApiKeyRow(stored);
}

export async function findApiKey(unit: Unit, hash: string, now: number): Promise<ApiKeyRow | null> {
  const stored = await unit.in.apiKeys.findOne({ hash }, unit.at);
  return stored === null || (stored.expiresAt !== null && stored.expiresAt <= now) ? null : toApiKeyRow(stored);
}

export async function listApiKeys(unit: Unit, { ownerId }: Scope): Promise<ApiKeyRow[]> {
  return (await unit.in.apiKeys.find({ ownerId }, unit.at).sort({ createdAt: -1, _id: -1 }).toArray()).map(toApiKeyRow);
}

export async function touchApiKey(unit: Unit, id: string, at: number): Promise<void> {
  await unit.in.apiKeys.updateOne({ _id: id }, { $max: { lastUsedAt: at } }, unit.at);
}

export async function deleteApiKey(unit: Unit, { ownerId }: Scope, id: string): Promise<boolean> {
  return (await unit.in.apiKeys.deleteOne({ _id: id, ownerId }, unit.at)).deletedCount === 1;
}

export async function deleteApiKeys(unit: Unit, { ownerId }: Scope): Promise<string[]> {
  const all = await unit.in.apiKeys.find({ ownerId }, unit.at).project<{ _id: string }>({ _id: 1 }).toArray();
  const ids = all.map(({ _id }) => _id);
  await unit.in.apiKeys.deleteMany({ _id: { $in: ids } }, unit.at);
  return ids;
}
