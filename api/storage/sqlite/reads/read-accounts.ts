import type { AccountRow } from '../../ports/usage.ts';
import type { Connection } from '../connection.ts';
import { toAccountRow, type StoredAccount } from '../rows/usage-row.ts';

export function findAccount(db: Connection, id: string): AccountRow | undefined {
  const stored = db.get<StoredAccount>('SELECT * FROM budget_accounts WHERE id = @id', { id });
  return stored === undefined ? undefined : toAccountRow(stored);
}

export const readAccounts = (db: Connection, ids: readonly string[]): AccountRow[] => ids.flatMap((id) => findAccount(db, id) ?? []);
