import type { Collections } from '../mongo/collections.ts';
import type { Connection } from '../sqlite/connection.ts';
import { measureIds, type Measured } from './digest.ts';

/** An order that people see, and that no id tells. */
interface Order {
  readonly name: string;
  inSqlite(db: Connection): Promise<Measured>;
  inMongo(collections: Collections): Promise<Measured>;
}

async function* idsOf(documents: AsyncIterable<{ readonly _id: string }>): AsyncGenerator<string> {
  for await (const { _id } of documents) yield _id;
}

const idsIn = (db: Connection, sql: string): Promise<Measured> => measureIds(db.all<{ id: string }>(sql).map(({ id }) => id));

/** Sessions oldest first, of whom the oldest end first; queued turns in the order in which they begin. */
export const orders: readonly Order[] = [
  {
    name: 'order of sessions',
    inSqlite: (db) => idsIn(db, 'SELECT id FROM sessions ORDER BY user_id DESC, seq'),
    inMongo: ({ sessions }) => measureIds(idsOf(sessions.find({}).sort({ userId: -1, seq: 1 }).project<{ _id: string }>({ _id: 1 }))),
  },
  {
    name: 'order of queues',
    inSqlite: (db) => idsIn(db, `SELECT id FROM turns WHERE status IN ('queued', 'running', 'waiting') ORDER BY owner_id, seq`),
    inMongo: ({ turns }) =>
      measureIds(idsOf(turns.find({ active: true }).sort({ ownerId: 1, seq: 1 }).project<{ _id: string }>({ _id: 1 }))),
  },
];
