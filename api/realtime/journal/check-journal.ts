import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { DoctorCheck, Finding } from '../../telemetry/finding.ts';

function look(dataDir: string): Finding[] {
  const file = path.join(dataDir, 'turns.db');
  if (!existsSync(file)) return [{ level: 'ok', said: 'There is no log of running answers yet; the first start makes it.' }];
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const problems = database.pragma('quick_check(3)') as readonly { quick_check: string }[];
    const [first] = problems;
    if (first?.quick_check === 'ok') return [{ level: 'ok', said: 'The log of running answers is sound.' }];
    return [
      {
        level: 'fail',
        said: `The log of running answers is damaged: ${first?.quick_check}`,
        advice:
          'Restart the server: it keeps the damaged file aside and begins a new one; answers that were running are marked as interrupted.',
      },
    ];
  } finally {
    database.close();
  }
}

/** Looks at the turn log of a folder, read-only. */
export const checkJournal = (dataDir: string): DoctorCheck => ({ name: 'turn log', run: async () => look(dataDir) });
