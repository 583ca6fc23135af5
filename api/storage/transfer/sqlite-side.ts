import type { Connection, Params } from '../sqlite/connection.ts';
import type { Side } from './entity.ts';

interface SqliteKind<Stored, Fields> {
  /** A query without its conditions, and what it is counted by. */
  readonly select: string;
  readonly table: string;
  /** The columns that name a thing, as the query knows them; unique together and never empty. */
  readonly key: readonly string[];
  keyOf(stored: Stored): readonly string[];
  toFields(stored: Stored): Fields;
  toRow(stored: Stored): unknown;
  /** One or more statements that keep a thing, run with `toParams`. */
  readonly insert: readonly string[];
  toParams(fields: Fields): Params;
  /** What belongs to a thing and is kept elsewhere. */
  insertMore?(fields: Fields): void;
}

/** A side that is read by ranges of an index and written a batch in a transaction. */
export function sqliteSide<Stored, Fields>(db: Connection, kind: SqliteKind<Stored, Fields>): Side<Fields> {
  const { select, table, key } = kind;
  const names = key.map((_, at) => `@key${at}`);
  // No key is empty, so that the first page is what lies behind the empty one.
  const page = `${select} WHERE (${key.join(', ')}) > (${names.join(', ')}) ORDER BY ${key.join(', ')} LIMIT @limit`;
  return {
    count: async () => db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0,
    async page(after, limit) {
      const bound = Object.fromEntries(key.map((_, at) => [`key${at}`, after?.[at] ?? '']));
      const found = db.all<Stored>(page, { ...bound, limit });
      return found.map((stored) => ({ key: kind.keyOf(stored), fields: kind.toFields(stored), row: kind.toRow(stored) }));
    },
    async put(many) {
      db.exec('BEGIN');
      for (const fields of many) {
        const params = kind.toParams(fields);
        for (const statement of kind.insert) db.run(statement, params);
        kind.insertMore?.(fields);
      }
      db.exec('COMMIT');
    },
  };
}

/** An `INSERT` of columns, which are named with blanks between them, each from the parameter of the same name. */
export function insertInto(table: string, columns: string): string {
  const names = columns.trim().split(/\s+/);
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`;
}
