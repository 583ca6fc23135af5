import Database from 'better-sqlite3';

export type Value = string | number | null;

/** Values by their name in the statement (`@name`); names the statement does not mention are ignored. */
export type Params = Readonly<Record<string, Value>>;

/** One SQLite connection, cut down to what this adapter needs. Statements are prepared once and kept by their text. */
export interface Connection {
  /** The first row, or undefined. */
  get<Row>(sql: string, params?: Params): Row | undefined;
  all<Row>(sql: string, params?: Params): Row[];
  /** Returns how many rows changed. */
  run(sql: string, params?: Params): number;
  /** Several statements, not kept: schema and pragmas. */
  exec(sql: string): void;
  readonly inTransaction: boolean;
  close(): void;
}

interface OpenOptions {
  readonly readonly?: boolean;
  /** How long a statement waits for another connection's lock, in milliseconds. */
  readonly busyTimeout?: number;
}

const defaultBusyTimeout = 5_000;

/** Opens a connection. The file's folder must exist; a read-only connection also needs the file. */
export function openConnection(file: string, { readonly = false, busyTimeout = defaultBusyTimeout }: OpenOptions = {}): Connection {
  const database = new Database(file, { readonly, fileMustExist: readonly, timeout: busyTimeout });
  const statements = new Map<string, Database.Statement<[Params]>>();

  function prepared(sql: string): Database.Statement<[Params]> {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare<[Params]>(sql);
      statements.set(sql, statement);
    }
    return statement;
  }

  return {
    get: <Row>(sql: string, params: Params = {}) => prepared(sql).get(params) as Row | undefined,
    all: <Row>(sql: string, params: Params = {}) => prepared(sql).all(params) as Row[],
    run: (sql, params = {}) => prepared(sql).run(params).changes,
    exec: (sql) => void database.exec(sql),
    get inTransaction() {
      return database.inTransaction;
    },
    close: () => void database.close(),
  };
}
