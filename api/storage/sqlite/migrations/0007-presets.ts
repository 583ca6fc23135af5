import type { Migration } from './migration.ts';

/** Settings that people keep under names, and the models they like. */
export const presets: Migration = {
  version: 7,
  name: 'presets',
  sql: `
CREATE TABLE presets (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  is_default INTEGER NOT NULL,
  position INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX presets_by_owner ON presets (owner_id, position, id);
CREATE TABLE favourites (
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  endpoint_id TEXT NOT NULL,
  model_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (owner_id, endpoint_id, model_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX favourites_by_owner ON favourites (owner_id, position);
`,
};
