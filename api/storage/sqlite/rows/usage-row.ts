import type { Cost } from '@parley/contracts';
import { counterNames, counters } from '../../kit/cost.ts';
import { isObject, readJson } from '../../kit/json.ts';
import type { AccountRow, CallKind, LedgerEntry, UsageRow } from '../../ports/usage.ts';
import type { Params } from '../connection.ts';

export interface StoredEntry {
  readonly id: string;
  readonly owner_id: string;
  readonly turn_id: string | null;
  readonly attempt: number;
  readonly at: number;
  readonly entry: string;
}

/** None when it cannot be read. */
export function toEntry({ entry }: Pick<StoredEntry, 'entry'>): LedgerEntry[] {
  const value = readJson(entry);
  return isObject(value) ? [value as unknown as LedgerEntry] : [];
}

export interface StoredSum extends Record<(typeof counters)[keyof Cost], number> {
  readonly owner_id: string;
  readonly bucket: string;
  readonly kind: CallKind;
  readonly endpoint: string;
  readonly model: string;
}

export function toUsageRow(stored: StoredSum): UsageRow {
  const { owner_id: ownerId, bucket, kind, endpoint, model } = stored;
  const cost = Object.fromEntries(counterNames.map((name) => [name, stored[counters[name]]])) as unknown as Cost;
  return { ownerId, bucket, kind, endpoint, model, ...cost };
}

export const costParams = (cost: Cost): Params => Object.fromEntries(counterNames.map((name) => [name, cost[name]]));

export interface StoredAccount {
  readonly id: string;
  readonly granted: number;
  readonly spent: number;
  readonly reserved: number;
  readonly refilled_at: number;
}

export const toAccountRow = ({ refilled_at: refilledAt, ...stored }: StoredAccount): AccountRow => ({ ...stored, refilledAt });
