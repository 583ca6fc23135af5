import type { Collections } from '../mongo/collections.ts';
import type { Connection } from '../sqlite/connection.ts';

/** The place of a thing in the order in which both stores page through its kind: its id, or two ids. */
export type Key = readonly string[];

/** One thing as a store keeps it. */
export interface Kept<Fields> {
  readonly key: Key;
  /** What is moved. JSON stays the text it is, so that what cannot be read is moved as it is. */
  readonly fields: Fields;
  /** The same as the store's own port gives it, for the comparison. */
  readonly row: unknown;
}

/** A kind of thing in one of the two stores. */
export interface Side<Fields> {
  /** Counted by the store itself, whatever pages would show. */
  count(): Promise<number>;
  /** The next things behind a key, in the order of their keys compared byte by byte. Without a key, the first ones. */
  page(after: Key | null, limit: number): Promise<readonly Kept<Fields>[]>;
  /** Keeps things as they are. In MongoDB one that is there is replaced, so that repeating it changes nothing; SQLite begins empty. */
  put(many: readonly Fields[]): Promise<void>;
}

/** A kind of thing that is moved, with how either store keeps it. */
export interface Entity<Fields = unknown> {
  readonly name: string;
  inSqlite(db: Connection): Side<Fields>;
  inMongo(collections: Collections): Side<Fields>;
}
