import path from 'node:path';
import { OperatorError } from '../../kit/operator-error.ts';
import { openConnection } from '../connection.ts';
import { schemaVersion } from '../migrations/migrate.ts';

export interface RecordCounts {
  readonly accounts: number;
  readonly conversations: number;
  readonly messages: number;
  /** Answers that were being written at that moment: the next start marks them as interrupted. */
  readonly running: number;
}

/** What a trial opening of `parley.db` found. */
export interface CheckedRecord {
  readonly schema: number;
  readonly counts: RecordCounts;
}

/** Opens a copy of the record, has SQLite check its structure and counts what is in it. Throws a sentence when it is damaged. */
export function checkRecord(file: string): CheckedRecord {
  try {
    const db = openConnection(file, { readonly: true });
    try {
      db.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;');
      const found = db.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check;
      if (found !== 'ok') throw new OperatorError(`SQLite finds: ${found}`);
      const count = (from: string): number => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${from}`)?.n ?? 0;
      return {
        schema: schemaVersion(db),
        counts: {
          accounts: count('users'),
          conversations: count('conversations'),
          messages: count('messages'),
          running: count(`turns WHERE status IN ('running', 'waiting')`),
        },
      };
    } finally {
      db.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`${path.basename(file)} is damaged: ${reason}.`, { cause });
  }
}
