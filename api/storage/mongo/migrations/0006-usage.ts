import type { Db, IndexDescription } from 'mongodb';
import { createMissing } from './create-missing.ts';
import type { Migration } from './migration.ts';

/** By the collections' own names. */
export const usageIndexes: Readonly<Record<'ledger' | 'usage_sums' | 'reservations' | 'decisions', IndexDescription[]>> = {
  ledger: [{ name: 'by_turn', key: { ownerId: 1, turnId: 1, attempt: 1 } }],
  usage_sums: [
    { name: 'by_owner', key: { ownerId: 1, bucket: 1, kind: 1, endpoint: 1, model: 1 }, unique: true },
    { name: 'by_bucket', key: { bucket: 1, ownerId: 1, kind: 1, endpoint: 1, model: 1 } },
  ],
  reservations: [{ name: 'by_end', key: { expiresAt: 1 } }],
  decisions: [{ name: 'by_kind', key: { kind: 1, id: 1 }, unique: true }],
};

/** What models used and cost, what may be spent, and what administrators decided. */
export const usage: Migration = {
  version: 6,
  name: 'usage',
  async run(db: Db) {
    await createMissing(db, ['budget_accounts']);
    for (const [name, wanted] of Object.entries(usageIndexes)) await db.collection(name).createIndexes(wanted);
  },
};
