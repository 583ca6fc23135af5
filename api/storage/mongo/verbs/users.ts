import { emailKey } from '../../kit/email-key.ts';
import type { KeyRow } from '../../ports/keys.ts';
import type { Scope } from '../../ports/scope.ts';
import { walkUsers } from '../../kit/walk-users.ts';
import type { NewUser, UserChange, UserQuery, UserRow } from '../../ports/users.ts';
import { fromNewUser, toKeyRow, toUserRow } from '../rows/user-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';

/** Whose document accounts take hold of, so that exactly one of many is the first. */
export const installation = 'installation';

/** A known address costs a commit too: taking hold of the installation is one. */
export async function createUser(unit: OwnerUnit, user: NewUser): Promise<UserRow | 'taken' | 'not-first'> {
  const first = (await unit.in.users.findOne({}, { ...unit.at, projection: { _id: 1 } })) === null;
  if (user.onlyFirst && !first) return 'not-first';
  if ((await findUserByEmail(unit, user.email)) !== null) return 'taken';
  const stored = fromNewUser(user, first ? 'administrator' : 'member');
  await unit.in.users.insertOne(stored, unit.at);
  return toUserRow(stored);
}

export async function findUserByEmail(unit: Unit, email: string): Promise<UserRow | null> {
  const stored = await unit.in.users.findOne({ emailKey: emailKey(email) }, unit.at);
  return stored === null ? null : toUserRow(stored);
}

export async function getUser(unit: Unit, id: string): Promise<UserRow | null> {
  const stored = await unit.in.users.findOne({ _id: id }, unit.at);
  return stored === null ? null : toUserRow(stored);
}

export async function getUsers(unit: Unit, ids: readonly string[]): Promise<UserRow[]> {
  if (ids.length === 0) return [];
  return (await unit.in.users.find({ _id: { $in: [...ids] } }, unit.at).toArray()).map(toUserRow);
}

export function findUsers(unit: Unit, query: UserQuery): Promise<UserRow[]> {
  return walkUsers(query, async (afterId, length) => {
    const page = unit.in.users.find({ _id: { $gt: afterId } }, unit.at).sort({ _id: 1 });
    return (await page.limit(length).toArray()).map(toUserRow);
  });
}

export async function updateUser(unit: Unit, id: string, { name, passwordHash, terms }: UserChange): Promise<UserRow | null> {
  const set = {
    ...(name === undefined ? {} : { name }),
    ...(passwordHash === undefined ? {} : { passwordHash }),
    ...(terms === undefined ? {} : { terms: { version: terms.version, at: terms.at } }),
  };
  if (Object.keys(set).length === 0) return getUser(unit, id);
  const stored = await unit.in.users.findOneAndUpdate({ _id: id }, { $set: set }, { ...unit.at, returnDocument: 'after' });
  return stored === null ? null : toUserRow(stored);
}

export async function putKey(unit: Unit, { ownerId }: Scope, { endpointId, sealed, baseUrl, updatedAt }: KeyRow): Promise<void> {
  await unit.in.keys.updateOne({ ownerId, endpointId }, { $set: { sealed, baseUrl, updatedAt } }, { ...unit.at, upsert: true });
}

export async function getKey(unit: Unit, { ownerId }: Scope, endpointId: string): Promise<KeyRow | null> {
  const stored = await unit.in.keys.findOne({ ownerId, endpointId }, unit.at);
  return stored === null ? null : toKeyRow(stored);
}

export async function listKeys(unit: Unit, { ownerId }: Scope): Promise<KeyRow[]> {
  return (await unit.in.keys.find({ ownerId }, unit.at).sort({ endpointId: 1 }).toArray()).map(toKeyRow);
}

export async function deleteKey(unit: Unit, { ownerId }: Scope, endpointId: string): Promise<boolean> {
  return (await unit.in.keys.deleteOne({ ownerId, endpointId }, unit.at)).deletedCount === 1;
}
