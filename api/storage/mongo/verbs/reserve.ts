import { accountNow, hasRoom } from '../../kit/account.ts';
import type { AccountRow, Reserve, Reserved } from '../../ports/usage.ts';
import { toAccountRow } from '../rows/usage-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';

export async function reserve(unit: OwnerUnit, input: Reserve): Promise<Reserved> {
  const short = await tryReserve(unit, input);
  if (short === null) return { ok: true };
  if ((await releaseExpired(unit, input.now)) === 0) return { ok: false, account: short };
  const still = await tryReserve(unit, input);
  return still === null ? { ok: true } : { ok: false, account: still };
}

export async function findAccounts(unit: Unit, ids: readonly string[]): Promise<AccountRow[]> {
  if (ids.length === 0) return [];
  const found = await unit.in.budgetAccounts.find({ _id: { $in: [...ids] } }, unit.at).toArray();
  return found.map(toAccountRow);
}

/** The account that has too little left; null when all have enough, and it is reserved. Two that change one account collide, and one is done anew. */
async function tryReserve(unit: OwnerUnit, { id, amount, accounts, expiresAt, now }: Reserve): Promise<AccountRow | null> {
  const ids = accounts.map((terms) => terms.id);
  const stored = new Map((await findAccounts(unit, ids)).map((account) => [account.id, account]));
  const found = accounts.map((terms) => accountNow(stored.get(terms.id), terms, amount, now));
  const short = found.find((account) => !hasRoom(account, amount));
  for (const { id: _id, granted, spent, reserved, refilledAt } of found) {
    const set = { granted, spent, reserved: short === undefined ? reserved + amount : reserved, refilledAt };
    await unit.in.budgetAccounts.updateOne({ _id }, { $set: set }, { ...unit.at, upsert: true });
  }
  if (short !== undefined) return short;
  await unit.in.reservations.updateOne(
    { _id: id },
    { $inc: { amount }, $set: { expiresAt }, $setOnInsert: { ownerId: unit.ownerId, accounts: ids } },
    { ...unit.at, upsert: true },
  );
  return null;
}

/** Gives back what was reserved under an id, if it is this owner's where one is said. Nothing when it is not there. */
export async function releaseReservation(unit: Unit, id: string, ownerId?: string): Promise<void> {
  const found = await unit.in.reservations.findOneAndDelete({ _id: id, ...(ownerId === undefined ? {} : { ownerId }) }, unit.at);
  if (found === null) return;
  await unit.in.budgetAccounts.updateMany({ _id: { $in: [...found.accounts] } }, { $inc: { reserved: -found.amount } }, unit.at);
}

/** How many expired ones are given back at a time. */
const together = 1_000;

async function releaseExpired(unit: OwnerUnit, now: number): Promise<number> {
  const expired = await unit.in.reservations
    .find({ expiresAt: { $lte: now } }, { ...unit.at, projection: { _id: 1 } })
    .sort({ expiresAt: 1 })
    .limit(together)
    .toArray();
  for (const { _id } of expired) await releaseReservation(unit, _id);
  return expired.length;
}
