import type { Scope } from '../../ports/scope.ts';
import type { LedgerEntry } from '../../ports/usage.ts';
import type { Connection } from '../connection.ts';
import { toEntry, type StoredEntry } from '../rows/usage-row.ts';

export const readLedger = (db: Connection, { ownerId }: Scope, turnId: string): LedgerEntry[] =>
  db
    .all<StoredEntry>('SELECT * FROM ledger WHERE owner_id = @ownerId AND turn_id = @turnId ORDER BY attempt', { ownerId, turnId })
    .flatMap(toEntry);
