import { chatBucket } from '../../kit/cost.ts';
import { isObject, readJson } from '../../kit/json.ts';
import type { Scope } from '../../ports/scope.ts';
import type { LedgerEntry, UsageRow } from '../../ports/usage.ts';
import { decisionId, toEntry, toUsageRow } from '../rows/usage-row.ts';
import type { OwnerUnit, Unit } from '../unit.ts';
import { addEntries } from './add-entries.ts';

interface Days {
  readonly from: string;
  readonly to: string;
}

const mostRows = 100_000;
const mostDecisions = 10_000;

export const recordCall = async (unit: OwnerUnit, entry: LedgerEntry): Promise<boolean> => (await addEntries(unit, [entry])) === 1;

export async function readLedger(unit: Unit, { ownerId }: Scope, turnId: string): Promise<LedgerEntry[]> {
  return (await unit.in.ledger.find({ ownerId, turnId }, unit.at).sort({ attempt: 1 }).toArray()).flatMap(toEntry);
}

/** Up to the end of the last day; no bucket lies between a day and what follows it so. */
const inDays = (from: string, to: string): { $gte: string; $lt: string } => ({ $gte: from, $lt: `${to}~` });

const inOrder = { kind: 1, endpoint: 1, model: 1 } as const;

export async function readUsage(unit: Unit, { ownerId }: Scope, { from, to }: Days): Promise<UsageRow[]> {
  const rows = unit.in.usageSums.find({ ownerId, bucket: inDays(from, to) }, unit.at).sort({ bucket: 1, ...inOrder });
  return (await rows.limit(mostRows).toArray()).map(toUsageRow);
}

export async function readAllUsage(unit: Unit, { from, to }: Days): Promise<UsageRow[]> {
  const rows = unit.in.usageSums.find({ bucket: inDays(from, to) }, unit.at).sort({ bucket: 1, ownerId: 1, ...inOrder });
  return (await rows.limit(mostRows).toArray()).map(toUsageRow);
}

export async function readChatUsage(unit: Unit, { ownerId }: Scope, conversationId: string): Promise<UsageRow[]> {
  const rows = unit.in.usageSums.find({ ownerId, bucket: chatBucket(conversationId) }, unit.at).sort(inOrder);
  return (await rows.toArray()).map(toUsageRow);
}

export async function putDecision(unit: Unit, kind: string, id: string, value: object, now: number): Promise<void> {
  const set = { kind, id, value: JSON.stringify(value), updatedAt: now };
  await unit.in.decisions.updateOne({ _id: decisionId(kind, id) }, { $set: set }, { ...unit.at, upsert: true });
}

export async function deleteDecision(unit: Unit, kind: string, id: string): Promise<boolean> {
  return (await unit.in.decisions.deleteOne({ _id: decisionId(kind, id) }, unit.at)).deletedCount === 1;
}

export async function listDecisions(unit: Unit, kind: string): Promise<{ id: string; value: object }[]> {
  const found = await unit.in.decisions.find({ kind }, unit.at).sort({ id: 1 }).limit(mostDecisions).toArray();
  return found.flatMap(({ id, value }) => {
    const read = readJson(value);
    return isObject(read) ? [{ id, value: read }] : [];
  });
}
