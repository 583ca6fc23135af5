import type { Migration } from './migration.ts';

/**
 * What is sent to models: folds and marks on messages, what each answer was sent, and the ratios by which tokens are counted. Notes go with
 * their messages.
 */
export const context: Migration = {
  version: 3,
  name: 'context',
  sql: `
CREATE TABLE context_notes (
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('summary', 'cut', 'pinned', 'excluded')),
  text TEXT NOT NULL,
  detail TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  PRIMARY KEY (conversation_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX context_notes_by_message ON context_notes (message_id);

CREATE TABLE sent_contexts (
  answer_id TEXT NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token_calibrations (
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  ratio REAL NOT NULL,
  samples INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (endpoint, model)
) STRICT, WITHOUT ROWID;
`,
};
