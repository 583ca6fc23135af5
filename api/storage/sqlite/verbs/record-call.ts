import type { Scope } from '../../ports/scope.ts';
import type { LedgerEntry } from '../../ports/usage.ts';
import type { Connection } from '../connection.ts';
import { addEntries } from './add-entries.ts';

export const recordCall = (db: Connection, { ownerId }: Scope, entry: LedgerEntry): boolean => addEntries(db, ownerId, [entry]) === 1;
