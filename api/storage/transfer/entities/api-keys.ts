import { toApiKeyRow as fromMongo, type StoredApiKey as ApiKeyDocument } from '../../mongo/rows/api-key-row.ts';
import { toApiKeyRow as fromSqlite, type StoredApiKey } from '../../sqlite/rows/api-key-row.ts';
import type { Entity } from '../entity.ts';
import { mongoSide } from '../mongo-side.ts';
import { insertInto, sqliteSide } from '../sqlite-side.ts';

const columns = 'id owner_id name prefix hash scopes created_at expires_at last_used_at';

/** Keys for programs, with the hashes of their secrets: who has a secret goes on with it. */
export const apiKeys: Entity<ApiKeyDocument> = {
  name: 'api keys',
  inSqlite: (db) =>
    sqliteSide<StoredApiKey, ApiKeyDocument>(db, {
      select: 'SELECT * FROM api_keys',
      table: 'api_keys',
      key: ['id'],
      keyOf: (stored) => [stored.id],
      toFields(stored) {
        const { id, ...row } = fromSqlite(stored);
        return { _id: id, ...row, hash: stored.hash };
      },
      toRow: fromSqlite,
      insert: [insertInto('api_keys', columns)],
      toParams: (key) => ({
        id: key._id,
        owner_id: key.ownerId,
        name: key.name,
        prefix: key.prefix,
        hash: key.hash,
        scopes: key.scopes.join(' '),
        created_at: key.createdAt,
        expires_at: key.expiresAt,
        last_used_at: key.lastUsedAt,
      }),
    }),
  inMongo: (collections) =>
    mongoSide<ApiKeyDocument, ApiKeyDocument>({
      collection: collections.apiKeys,
      key: ['_id'],
      toFields(stored) {
        const { id, ...row } = fromMongo(stored);
        return { _id: id, ...row, hash: stored.hash };
      },
      toRow: fromMongo,
      toDocument: (key) => key,
    }),
};
