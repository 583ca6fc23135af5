import type { Migration } from './migration.ts';

/**
 * What models used and cost, what may be spent, and what administrators decided. The ledger outlives the conversations it speaks of. A sum's
 * bucket is a day or a conversation.
 */
export const usage: Migration = {
  version: 6,
  name: 'usage',
  sql: `
ALTER TABLE messages ADD COLUMN cost TEXT;

CREATE TABLE ledger (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  turn_id TEXT,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_by_turn ON ledger (owner_id, turn_id, attempt);

CREATE TABLE usage_sums (
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  bucket TEXT NOT NULL,
  kind TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_input_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  nanodollars INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  PRIMARY KEY (owner_id, bucket, kind, endpoint, model)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_sums_by_bucket ON usage_sums (bucket, owner_id, kind, endpoint, model);

CREATE TABLE budget_accounts (
  id TEXT NOT NULL PRIMARY KEY,
  granted INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  reserved INTEGER NOT NULL,
  refilled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- accounts: JSON list of ids.
CREATE TABLE reservations (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  amount INTEGER NOT NULL,
  accounts TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reservations_by_end ON reservations (expires_at);
CREATE INDEX reservations_by_owner ON reservations (owner_id);

CREATE TABLE decisions (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
`,
};
