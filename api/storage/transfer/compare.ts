import type { Collections } from '../mongo/collections.ts';
import type { Connection } from '../sqlite/connection.ts';
import { measure, type Measured } from './digest.ts';
import { entities } from './entities/entities.ts';
import { orders } from './orders.ts';

/** One kind of thing as both stores hold it. */
export interface Comparison {
  readonly name: string;
  readonly sqlite: Measured;
  readonly mongo: Measured;
  readonly same: boolean;
}

/** Reads everything back from both stores, each by itself, and says kind by kind whether they hold the same. */
export async function compare(db: Connection, collections: Collections): Promise<Comparison[]> {
  const found: Comparison[] = [];
  const add = (name: string, sqlite: Measured, mongo: Measured): void =>
    void found.push({ name, sqlite, mongo, same: sqlite.count === mongo.count && sqlite.digest === mongo.digest });
  for (const { name, inSqlite, inMongo } of entities) add(name, await measure(inSqlite(db)), await measure(inMongo(collections)));
  for (const { name, inSqlite, inMongo } of orders) add(name, await inSqlite(db), await inMongo(collections));
  return found;
}
