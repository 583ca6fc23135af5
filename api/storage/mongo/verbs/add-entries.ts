import { bucketsOf, costOf } from '../../kit/cost.ts';
import type { LedgerEntry } from '../../ports/usage.ts';
import { fromEntry, sumId } from '../rows/usage-row.ts';
import type { OwnerUnit } from '../unit.ts';
import { releaseReservation } from './reserve.ts';

/** Writes down calls, counts them, charges their accounts and gives back what was reserved for them. Those that are there already are left. */
export async function addEntries(unit: OwnerUnit, entries: readonly LedgerEntry[]): Promise<number> {
  if (entries.length === 0) return 0;
  const known = new Set(
    unit.careful || entries.some(({ turnId }) => turnId === null)
      ? await unit.in.ledger
          .find({ _id: { $in: entries.map(({ id }) => id) } }, unit.at)
          .map(({ _id }) => _id)
          .toArray()
      : [],
  );
  const fresh = entries.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return 0;
  const { ownerId } = unit;
  await unit.in.ledger.insertMany(
    fresh.map((entry) => fromEntry(ownerId, entry)),
    unit.at,
  );
  await count(unit, fresh);
  for (const entry of fresh.filter(({ accounts }) => accounts.length > 0)) await pay(unit, entry);
  return fresh.length;
}

async function count(unit: OwnerUnit, entries: readonly LedgerEntry[]): Promise<void> {
  const { ownerId } = unit;
  const updates = entries.flatMap((entry) =>
    bucketsOf(entry).map((bucket) => {
      const row = { ownerId, bucket, kind: entry.kind, endpoint: entry.endpoint, model: entry.model };
      return { updateOne: { filter: { _id: sumId(row) }, update: { $setOnInsert: row, $inc: costOf(entry.cost) }, upsert: true } };
    }),
  );
  await unit.in.usageSums.bulkWrite(updates, unit.at);
}

async function pay(unit: OwnerUnit, { id, accounts, charged }: LedgerEntry): Promise<void> {
  await releaseReservation(unit, id);
  await unit.in.budgetAccounts.updateMany({ _id: { $in: [...accounts] } }, { $inc: { spent: charged } }, unit.at);
}
