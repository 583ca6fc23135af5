import type { Migration } from './migration.ts';

/**
 * Files of people and the messages that use them; the bytes are kept elsewhere. `unsent_since` is null while a message uses the file, and 0
 * after the last one was purged. An account is not deleted before its files are, whose bytes nobody would know of. The one row of
 * `installation` names what the stores of files are marked with.
 */
export const files: Migration = {
  version: 5,
  name: 'files',
  sql: `
CREATE TABLE files (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('coming', 'there', 'doomed')),
  unsent_since INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX files_by_owner ON files (owner_id);
CREATE INDEX files_unsent_of_owner ON files (owner_id, unsent_since, bytes) WHERE unsent_since IS NOT NULL;
CREATE INDEX files_unsent ON files (unsent_since) WHERE unsent_since IS NOT NULL;

CREATE TABLE file_uses (
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  file_id TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (message_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_uses_by_file ON file_uses (file_id);

CREATE TRIGGER file_is_used AFTER INSERT ON file_uses
BEGIN
  UPDATE files SET unsent_since = NULL WHERE id = new.file_id AND unsent_since IS NOT NULL;
END;
CREATE TRIGGER file_is_unused AFTER DELETE ON file_uses
WHEN NOT EXISTS (SELECT 1 FROM file_uses WHERE file_id = old.file_id)
BEGIN
  UPDATE files SET unsent_since = 0 WHERE id = old.file_id;
END;

CREATE TABLE installation (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  files_claimed INTEGER NOT NULL DEFAULT 0
) STRICT;
`,
};
