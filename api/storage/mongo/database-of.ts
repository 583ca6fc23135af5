import type { Db, MongoClient } from 'mongodb';

/** The database that an address names, else `parley`; `database` overrides both. */
export function databaseOf(client: MongoClient, { uri, database }: { readonly uri: string; readonly database?: string | undefined }): Db {
  const named = /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+/.test(uri);
  return client.db(database ?? (named ? undefined : 'parley'));
}
