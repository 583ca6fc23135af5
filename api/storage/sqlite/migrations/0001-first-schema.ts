import type { Migration } from './migration.ts';

/**
 * Accounts, conversations as trees of messages, and turns.
 *
 * Messages: `parent_ordinal` is null for a root. `depth` and `skip_ordinal` make "is this under that" a matter of log(depth)
 * (see `tree/skip-ordinal.ts`). `parts` comes last, so that reading the shape of a tree touches no long text.
 */
export const firstSchema: Migration = {
  version: 1,
  name: 'first-schema',
  sql: `
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'member')),
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- The number of changes to what a person owns: the source of every rev.
CREATE TABLE counters (
  owner_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- seq is the order of creation. generation counts rotations; rotated_at is when the current one began.
CREATE TABLE sessions (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  current_hash TEXT NOT NULL,
  generation INTEGER NOT NULL,
  rotated_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_use ON sessions (user_id, last_used_at, seq);
CREATE INDEX sessions_by_age ON sessions (user_id, seq);

-- Every refresh token of a session's chain until it expires, so that an old one is recognised. replaced: another token
-- took its place before it was used.
CREATE TABLE refresh_tokens (
  hash TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL,
  replaced INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id, expires_at);

CREATE TABLE keys (
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  endpoint_id TEXT NOT NULL,
  sealed TEXT NOT NULL,
  base_url TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (owner_id, endpoint_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  rev INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  activity_at INTEGER NOT NULL,
  deleted_at INTEGER,
  next_ordinal INTEGER NOT NULL DEFAULT 1,
  last_ordinal INTEGER NOT NULL DEFAULT 0,
  copied_from TEXT,
  title TEXT NOT NULL,
  title_folded TEXT NOT NULL,
  title_source TEXT NOT NULL CHECK (title_source IN ('local', 'model', 'user')),
  settings TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX conversations_by_rev ON conversations (owner_id, rev);
CREATE INDEX conversations_in_bin ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;

-- activity_at and deleted repeat the conversation's, so that each list is one range of one index.
CREATE TABLE conversation_states (
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  activity_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  pinned INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0,
  active_leaf_id TEXT,
  read_ordinal INTEGER NOT NULL DEFAULT 0,
  draft TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX states_active ON conversation_states (user_id, activity_at, conversation_id) WHERE deleted = 0 AND archived = 0;
CREATE INDEX states_pinned ON conversation_states (user_id, activity_at, conversation_id) WHERE deleted = 0 AND pinned = 1;
CREATE INDEX states_archived ON conversation_states (user_id, activity_at, conversation_id) WHERE deleted = 0 AND archived = 1;
CREATE INDEX states_in_bin ON conversation_states (user_id, activity_at, conversation_id) WHERE deleted = 1;
CREATE INDEX states_by_user ON conversation_states (user_id);

CREATE TRIGGER states_follow AFTER UPDATE OF activity_at, deleted_at ON conversations
WHEN new.activity_at IS NOT old.activity_at OR (new.deleted_at IS NULL) IS NOT (old.deleted_at IS NULL)
BEGIN
  UPDATE conversation_states SET activity_at = new.activity_at, deleted = (new.deleted_at IS NOT NULL) WHERE conversation_id = new.id;
END;

-- The leaf a person last saw under a message they left.
CREATE TABLE seen_leaves (
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  message_id TEXT NOT NULL,
  leaf_id TEXT NOT NULL,
  PRIMARY KEY (conversation_id, user_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_leaves_by_user ON seen_leaves (user_id);

CREATE TABLE messages (
  id TEXT NOT NULL PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  parent_id TEXT,
  parent_ordinal INTEGER CHECK (parent_ordinal < ordinal),
  depth INTEGER NOT NULL,
  skip_ordinal INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'waiting', 'done', 'stopped', 'failed', 'interrupted')),
  turn_id TEXT,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  deleted_at INTEGER,
  stop_reason TEXT,
  model TEXT,
  usage TEXT,
  error TEXT,
  parts TEXT NOT NULL,
  UNIQUE (conversation_id, ordinal),
  FOREIGN KEY (conversation_id, parent_ordinal) REFERENCES messages (conversation_id, ordinal),
  CHECK ((parent_id IS NULL) = (parent_ordinal IS NULL))
) STRICT;
CREATE INDEX messages_by_parent ON messages (conversation_id, parent_ordinal, ordinal);
CREATE INDEX messages_unfinished ON messages (conversation_id, parent_ordinal) WHERE status IN ('queued', 'running', 'waiting');
CREATE INDEX messages_deleted ON messages (conversation_id, ordinal) WHERE deleted_at IS NOT NULL;
CREATE INDEX messages_in_bin ON messages (deleted_at) WHERE deleted_at IS NOT NULL;

-- seq is the order of creation. A turn id is unique in the whole installation: logs and topics are named by it alone.
CREATE TABLE turns (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  answer_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  user_message_id TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('send', 'regenerate', 'continue')),
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'waiting', 'done', 'stopped', 'failed', 'interrupted')),
  model TEXT NOT NULL,
  settings TEXT NOT NULL,
  digest TEXT NOT NULL,
  owner_node TEXT,
  epoch INTEGER NOT NULL,
  stop_reason TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX turns_by_owner ON turns (owner_id);
CREATE INDEX turns_by_conversation ON turns (conversation_id);
CREATE INDEX turns_by_answer ON turns (answer_id);
CREATE INDEX turns_active ON turns (owner_id, seq) WHERE status IN ('queued', 'running', 'waiting');
CREATE INDEX turns_running_of_owner ON turns (owner_id) WHERE status IN ('running', 'waiting');
CREATE INDEX turns_running ON turns (conversation_id) WHERE status IN ('running', 'waiting');
CREATE INDEX turns_queued ON turns (conversation_id, seq) WHERE status = 'queued';

-- Ids that were once here and are never given again. A conversation's carries the rev under which readers learn of it.
CREATE TABLE tombstones (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('conversation', 'message', 'turn')),
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  rev INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstones_by_rev ON tombstones (owner_id, rev) WHERE kind = 'conversation';
CREATE INDEX tombstones_by_owner ON tombstones (owner_id);

-- A conversation as one person sees it.
CREATE VIEW conversation_rows AS
SELECT
  s.conversation_id AS id, s.user_id, c.owner_id, c.rev, c.created_at, s.activity_at, c.deleted_at, s.deleted, c.next_ordinal, c.last_ordinal,
  c.copied_from, c.title, c.title_folded, c.title_source, c.settings,
  s.pinned, s.archived, s.active_leaf_id, s.read_ordinal, s.draft,
  (SELECT count(*) FROM turns t WHERE t.conversation_id = s.conversation_id AND t.status IN ('running', 'waiting')) AS running_turns
FROM conversation_states s JOIN conversations c ON c.id = s.conversation_id;
`,
};
