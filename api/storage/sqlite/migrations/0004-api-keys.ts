import type { Migration } from './migration.ts';

/** Keys that people make for their programs: the hash of each secret, never the secret. */
export const apiKeys: Migration = {
  version: 4,
  name: 'api-keys',
  sql: `
CREATE TABLE api_keys (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT;
CREATE INDEX api_keys_by_owner ON api_keys (owner_id, created_at, id);
`,
};
