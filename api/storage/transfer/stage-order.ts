import type { Connection } from '../sqlite/connection.ts';

/** By table, whose the rows are. */
const ordered = { sessions: 'user_id', turns: 'owner_id' } as const;

/** Makes the tables in which sessions and turns wait: MongoDB counts their order per owner, SQLite for everybody. */
export function stageOrder(db: Connection): void {
  for (const table of Object.keys(ordered)) db.exec(`CREATE TEMP TABLE staged_${table} AS SELECT * FROM ${table} WHERE false`);
}

/** Moves what has waited to its place, numbered anew so that everybody's order is as it was. */
export function unstageOrder(db: Connection): void {
  for (const [table, owner] of Object.entries(ordered)) {
    const columns = db.all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}') WHERE name <> 'seq'`);
    const names = columns.map(({ name }) => name).join(', ');
    db.exec(`INSERT INTO ${table} (${names}) SELECT ${names} FROM staged_${table} ORDER BY ${owner}, seq; DROP TABLE staged_${table};`);
  }
}
