import { isObject, readJson } from '../../kit/json.ts';
import type { AccountRow, LedgerEntry, UsageRow } from '../../ports/usage.ts';

/** What an entry says is JSON text. */
export interface StoredEntry {
  readonly _id: string;
  readonly ownerId: string;
  readonly turnId: string | null;
  readonly attempt: number;
  readonly at: number;
  readonly entry: string;
}

export interface StoredSum extends UsageRow {
  readonly _id: string;
}

export interface StoredAccount extends Omit<AccountRow, 'id'> {
  readonly _id: string;
}

export interface StoredReservation {
  readonly _id: string;
  readonly ownerId: string;
  readonly amount: number;
  readonly accounts: readonly string[];
  readonly expiresAt: number;
}

export interface StoredDecision {
  readonly _id: string;
  readonly kind: string;
  readonly id: string;
  readonly value: string;
  readonly updatedAt: number;
}

/** None when it cannot be read. */
export function toEntry({ entry }: Pick<StoredEntry, 'entry'>): LedgerEntry[] {
  const value = readJson(entry);
  return isObject(value) ? [value as unknown as LedgerEntry] : [];
}

export function fromEntry(ownerId: string, entry: LedgerEntry): StoredEntry {
  const { id: _id, turnId, attempt, at } = entry;
  return { _id, ownerId, turnId, attempt, at, entry: JSON.stringify(entry) };
}

export const toUsageRow = ({ _id, ...row }: StoredSum): UsageRow => row;

export const sumId = ({
  ownerId,
  bucket,
  kind,
  endpoint,
  model,
}: Pick<UsageRow, 'ownerId' | 'bucket' | 'kind' | 'endpoint' | 'model'>): string =>
  JSON.stringify([ownerId, bucket, kind, endpoint, model]);

export const toAccountRow = ({ _id: id, ...row }: StoredAccount): AccountRow => ({ id, ...row });

export const decisionId = (kind: string, id: string): string => `${kind} ${id}`;
