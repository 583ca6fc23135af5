import { toKeyRow as fromMongo, type StoredKey as KeyDocument } from '../../mongo/rows/user-row.ts';
import { fromKeyRow, toKeyRow as fromSqlite, type StoredKey } from '../../sqlite/rows/key-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { sqliteSide } from '../sqlite-side.ts';

type Stored = StoredKey & { readonly owner_id: string };

/** People's own keys, sealed: they open with the same CREDS_KEY only. */
export const keys: Entity<KeyDocument> = {
  name: 'keys',
  inSqlite: (db) =>
    sqliteSide<Stored, KeyDocument>(db, {
      select: 'SELECT * FROM keys',
      table: 'keys',
      key: ['owner_id', 'endpoint_id'],
      keyOf: (stored) => [stored.owner_id, stored.endpoint_id],
      toFields: (stored) => ({ ownerId: stored.owner_id, ...fromSqlite(stored) }),
      toRow: fromSqlite,
      insert: [
        'INSERT INTO keys (owner_id, endpoint_id, sealed, base_url, updated_at) VALUES (@ownerId, @endpointId, @sealed, @baseUrl, @updatedAt)',
      ],
      toParams: ({ ownerId, ...key }) => fromKeyRow(ownerId, key),
    }),
  inMongo: (collections) =>
    mongoSide<KeyDocument, KeyDocument>({
      collection: collections.keys,
      key: ['ownerId', 'endpointId'],
      toFields: (stored) => ({ ownerId: stored.ownerId, ...fromMongo(stored) }),
      toRow: fromMongo,
      toDocument: (key) => key,
    }),
};
