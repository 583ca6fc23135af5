import path from 'node:path';
import { openConnection } from '../../sqlite/connection.ts';

/** Every column of every row, as SQLite has it, but for the numbers that say an order for everybody. */
export function dumpTables(dataDir: string): Record<string, readonly string[]> {
  const db = openConnection(path.join(dataDir, 'parley.db'));
  try {
    const tables = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
    const rowsOf = (table: string): string[] =>
      db.all<Record<string, unknown>>(`SELECT * FROM ${table}`).map(({ seq: _seq, ...row }) => JSON.stringify(row));
    return Object.fromEntries(tables.map(({ name }) => [name, rowsOf(name).toSorted()]));
  } finally {
    db.close();
  }
}
