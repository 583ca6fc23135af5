import type { Cost } from '@parley/contracts';
import {
  toAccountRow as accountFromMongo,
  toEntry as entryFromMongo,
  toUsageRow as sumFromMongo,
  decisionId,
  sumId,
  type StoredAccount as AccountDocument,
  type StoredDecision as DecisionDocument,
  type StoredEntry as EntryDocument,
  type StoredSum as SumDocument,
} from '../../mongo/rows/usage-row.ts';
import { counterNames, counters } from '../../kit/cost.ts';
import type { UsageRow } from '../../ports/usage.ts';
import { toAccountRow, toEntry, toUsageRow, type StoredAccount, type StoredEntry, type StoredSum } from '../../sqlite/rows/usage-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

export const ledger: Entity<EntryDocument> = {
  name: 'ledger',
  inSqlite: (db) =>
    sqliteSide<StoredEntry, EntryDocument>(db, {
      select: 'SELECT * FROM ledger',
      table: 'ledger',
      key: ['id'],
      keyOf: ({ id }) => [id],
      toFields: ({ id, owner_id: ownerId, turn_id: turnId, attempt, at, entry }) => ({ _id: id, ownerId, turnId, attempt, at, entry }),
      toRow: toEntry,
      insert: [insertInto('ledger', 'id owner_id turn_id attempt at entry')],
      toParams: ({ _id: id, ownerId: owner_id, turnId: turn_id, attempt, at, entry }) => ({ id, owner_id, turn_id, attempt, at, entry }),
    }),
  inMongo: (collections) =>
    mongoSide<EntryDocument, EntryDocument>({
      collection: collections.ledger,
      key: ['_id'],
      toFields: (stored) => stored,
      toRow: entryFromMongo,
      toDocument: (entry) => entry,
    }),
};

const sumKey = ['ownerId', 'bucket', 'kind', 'endpoint', 'model'] as const;

export const usageSums: Entity<UsageRow> = {
  name: 'usage sums',
  inSqlite: (db) =>
    sqliteSide<StoredSum, UsageRow>(db, {
      select: 'SELECT * FROM usage_sums',
      table: 'usage_sums',
      key: ['owner_id', 'bucket', 'kind', 'endpoint', 'model'],
      keyOf: (stored) => [stored.owner_id, stored.bucket, stored.kind, stored.endpoint, stored.model],
      toFields: toUsageRow,
      toRow: toUsageRow,
      insert: [insertInto('usage_sums', `owner_id bucket kind endpoint model ${Object.values(counters).join(' ')}`)],
      toParams: ({ ownerId, ...row }) => ({
        owner_id: ownerId,
        ...row,
        ...Object.fromEntries(counterNames.map((name: keyof Cost) => [counters[name], row[name]])),
      }),
    }),
  inMongo: (collections) =>
    mongoSide<SumDocument, UsageRow>({
      collection: collections.usageSums,
      key: sumKey,
      toFields: sumFromMongo,
      toRow: sumFromMongo,
      toDocument: (row) => ({ _id: sumId(row), ...row }),
    }),
};

/** What is reserved is not moved: nothing runs in a store that is. */
export const budgetAccounts: Entity<AccountDocument> = {
  name: 'budget accounts',
  inSqlite: (db) =>
    sqliteSide<StoredAccount, AccountDocument>(db, {
      select: 'SELECT * FROM budget_accounts',
      table: 'budget_accounts',
      key: ['id'],
      keyOf: ({ id }) => [id],
      toFields: ({ id, granted, spent, refilled_at: refilledAt }) => ({ _id: id, granted, spent, reserved: 0, refilledAt }),
      toRow: (stored) => toAccountRow({ ...stored, reserved: 0 }),
      insert: [insertInto('budget_accounts', 'id granted spent reserved refilled_at')],
      toParams: ({ _id: id, granted, spent, reserved, refilledAt: refilled_at }) => ({ id, granted, spent, reserved, refilled_at }),
    }),
  inMongo: (collections) =>
    mongoSide<AccountDocument, AccountDocument>({
      collection: collections.budgetAccounts,
      key: ['_id'],
      toFields: (stored) => ({ ...stored, reserved: 0 }),
      toRow: (stored) => accountFromMongo({ ...stored, reserved: 0 }),
      toDocument: (account) => account,
    }),
};

interface StoredDecision {
  readonly kind: string;
  readonly id: string;
  readonly value: string;
  readonly updated_at: number;
}

export const decisions: Entity<DecisionDocument> = {
  name: 'decisions',
  inSqlite: (db) =>
    sqliteSide<StoredDecision, DecisionDocument>(db, {
      select: 'SELECT * FROM decisions',
      table: 'decisions',
      key: ['kind', 'id'],
      keyOf: ({ kind, id }) => [kind, id],
      toFields: ({ kind, id, value, updated_at: updatedAt }) => ({ _id: decisionId(kind, id), kind, id, value, updatedAt }),
      toRow: ({ kind, id, value }) => ({ kind, id, value }),
      insert: [insertInto('decisions', 'kind id value updated_at')],
      toParams: ({ kind, id, value, updatedAt: updated_at }) => ({ kind, id, value, updated_at }),
    }),
  inMongo: (collections) =>
    mongoSide<DecisionDocument, DecisionDocument>({
      collection: collections.decisions,
      key: ['kind', 'id'],
      toFields: (stored) => stored,
      toRow: ({ kind, id, value }) => ({ kind, id, value }),
      toDocument: (decision) => decision,
    }),
};
