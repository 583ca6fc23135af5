import type { StoredTombstone } from '../../mongo/collections.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

interface Stored {
  readonly id: string;
  readonly kind: StoredTombstone['kind'];
  readonly owner_id: string;
  readonly rev: number | null;
}

/** Ids that are never given again. */
export const tombstones: Entity<StoredTombstone> = {
  name: 'tombstones',
  inSqlite: (db) =>
    sqliteSide<Stored, StoredTombstone>(db, {
      select: 'SELECT * FROM tombstones',
      table: 'tombstones',
      key: ['id'],
      keyOf: (stored) => [stored.id],
      toFields: ({ id, kind, owner_id, rev }) => ({ _id: id, kind, ownerId: owner_id, ...(rev === null ? {} : { rev }) }),
      toRow: () => null,
      insert: [insertInto('tombstones', 'id kind owner_id rev')],
      toParams: ({ _id, kind, ownerId, rev }) => ({ id: _id, kind, owner_id: ownerId, rev: rev ?? null }),
    }),
  inMongo: (collections) =>
    mongoSide<StoredTombstone, StoredTombstone>({
      collection: collections.tombstones,
      key: ['_id'],
      toFields: ({ _id, kind, ownerId, rev }) => ({ _id, kind, ownerId, ...(rev === undefined || rev === null ? {} : { rev }) }),
      toRow: () => null,
      toDocument: (tombstone) => tombstone,
    }),
};
