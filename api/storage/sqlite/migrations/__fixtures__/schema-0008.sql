PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'member')),
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  terms_version TEXT,
  terms_at INTEGER
) STRICT;
INSERT INTO users VALUES('01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-624f-7a43-a80c-e6ea8fec1a38@example.org','01a20eff-624f-7a43-a80c-e6ea8fec1a38@example.org','Ada','administrator','hash',1,NULL,NULL);
INSERT INTO users VALUES('01a20eff-6258-772e-b14b-504d85556caf','01a20eff-6258-772e-b14b-504d85556caf@example.org','01a20eff-6258-772e-b14b-504d85556caf@example.org','Eve','member','hash',1,NULL,NULL);
CREATE TABLE counters (
  owner_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  rev INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters VALUES('01a20eff-624f-7a43-a80c-e6ea8fec1a38',19);
INSERT INTO counters VALUES('01a20eff-6258-772e-b14b-504d85556caf',4);
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
INSERT INTO sessions VALUES(1,'s1','01a20eff-624f-7a43-a80c-e6ea8fec1a38','h2',2,2,1,2,9000000000000,'a','b');
CREATE TABLE refresh_tokens (
  hash TEXT NOT NULL PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  generation INTEGER NOT NULL,
  replaced INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO refresh_tokens VALUES('h1','s1',1,0,9000000000000);
INSERT INTO refresh_tokens VALUES('h2','s1',2,0,9000000000000);
CREATE TABLE keys (
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  endpoint_id TEXT NOT NULL,
  sealed TEXT NOT NULL,
  base_url TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (owner_id, endpoint_id)
) STRICT, WITHOUT ROWID;
INSERT INTO keys VALUES('01a20eff-624f-7a43-a80c-e6ea8fec1a38','openai','sealed',NULL,1);
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
INSERT INTO conversations VALUES('01a20eff-6260-700c-963e-abb376b44c05','01a20eff-624f-7a43-a80c-e6ea8fec1a38',19,1000,1000,NULL,10,9,NULL,'One','one','local','{}');
INSERT INTO conversations VALUES('01a20eff-6276-7391-bead-1136247f2826','01a20eff-624f-7a43-a80c-e6ea8fec1a38',13,1000,1000,4000000000000,3,2,NULL,'In the bin','in the bin','local','{}');
INSERT INTO conversations VALUES('01a20eff-627f-7896-8034-c88815350b25','01a20eff-6258-772e-b14b-504d85556caf',4,1000,1000,NULL,3,2,NULL,'Hers','hers','local','{}');
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
INSERT INTO conversation_states VALUES('01a20eff-6260-700c-963e-abb376b44c05','01a20eff-624f-7a43-a80c-e6ea8fec1a38',1000,0,1,0,'01a20eff-6274-7b98-8b7d-de9827024213',0,'half');
INSERT INTO conversation_states VALUES('01a20eff-6276-7391-bead-1136247f2826','01a20eff-624f-7a43-a80c-e6ea8fec1a38',1000,1,0,0,'01a20eff-6276-7038-bf58-69504035c7b7',0,'');
INSERT INTO conversation_states VALUES('01a20eff-627f-7896-8034-c88815350b25','01a20eff-6258-772e-b14b-504d85556caf',1000,0,0,0,'01a20eff-627f-79d1-bf0d-7659cd59932a',0,'');
CREATE TABLE seen_leaves (
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  message_id TEXT NOT NULL,
  leaf_id TEXT NOT NULL,
  PRIMARY KEY (conversation_id, user_id, message_id)
) STRICT, WITHOUT ROWID;
INSERT INTO seen_leaves VALUES('01a20eff-6260-700c-963e-abb376b44c05','01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-6261-7c9a-a888-c30f232a08d6','01a20eff-6261-7c9a-a888-c30f232a08d6');
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
  parts TEXT NOT NULL, cost TEXT,
  UNIQUE (conversation_id, ordinal),
  FOREIGN KEY (conversation_id, parent_ordinal) REFERENCES messages (conversation_id, ordinal),
  CHECK ((parent_id IS NULL) = (parent_ordinal IS NULL))
) STRICT;
INSERT INTO messages VALUES('01a20eff-6260-7faa-bb33-f0c618c918f5','01a20eff-6260-700c-963e-abb376b44c05',1,NULL,NULL,1,0,'user','done','01a20eff-6260-77f0-ab7a-ad549c947d7f',1000,NULL,NULL,NULL,NULL,NULL,NULL,'[{"type":"text","id":"p1","text":"One"}]',NULL);
INSERT INTO messages VALUES('01a20eff-6261-7c9a-a888-c30f232a08d6','01a20eff-6260-700c-963e-abb376b44c05',2,'01a20eff-6260-7faa-bb33-f0c618c918f5',1,2,1,'assistant','done','01a20eff-6260-77f0-ab7a-ad549c947d7f',1000,NULL,NULL,'end','{"endpoint":"test","id":"test-1"}',NULL,NULL,'[{"type":"text","id":"p1","text":"An answer."}]',NULL);
INSERT INTO messages VALUES('01a20eff-626b-7fd8-ad56-37725ef9c510','01a20eff-6260-700c-963e-abb376b44c05',3,'01a20eff-6260-7faa-bb33-f0c618c918f5',1,2,1,'assistant','failed','01a20eff-626b-7bec-ae3e-7abc3084d996',1000,NULL,NULL,'error','{"endpoint":"test","id":"test-1"}',NULL,'{"code":"provider.cut-off","message":"x"}','[{"type":"text","id":"p1","text":"An answer."}]',NULL);
INSERT INTO messages VALUES('01a20eff-626f-789b-b94d-5d0ee692aa6a','01a20eff-6260-700c-963e-abb376b44c05',4,'01a20eff-6261-7c9a-a888-c30f232a08d6',2,3,0,'user','done','01a20eff-626f-7479-883d-910a67e0bfeb',1000,NULL,NULL,NULL,NULL,NULL,NULL,'[{"type":"text","id":"p1","text":"Two 𝄞 \ud83d \"quoted\"\n"}]',NULL);
INSERT INTO messages VALUES('01a20eff-626f-7670-8176-6d64068fbfc5','01a20eff-6260-700c-963e-abb376b44c05',5,'01a20eff-626f-789b-b94d-5d0ee692aa6a',4,4,4,'assistant','done','01a20eff-626f-7479-883d-910a67e0bfeb',1000,NULL,NULL,'end','{"endpoint":"test","id":"test-1"}',NULL,NULL,'[{"type":"text","id":"p1","text":"An answer."}]',NULL);
INSERT INTO messages VALUES('01a20eff-6272-72ed-9494-ec312205284d','01a20eff-6260-700c-963e-abb376b44c05',6,'01a20eff-626f-7670-8176-6d64068fbfc5',5,5,5,'user','done','01a20eff-6272-76b4-b142-3ccb101ad050',1000,NULL,NULL,NULL,NULL,NULL,NULL,'[{"type":"text","id":"p1","text":"Three"}]',NULL);
INSERT INTO messages VALUES('01a20eff-6272-746c-8976-f6cbcb24c83c','01a20eff-6260-700c-963e-abb376b44c05',7,'01a20eff-6272-72ed-9494-ec312205284d',6,6,4,'assistant','running','01a20eff-6272-76b4-b142-3ccb101ad050',1000,NULL,NULL,NULL,'{"endpoint":"test","id":"test-1"}',NULL,NULL,'[]',NULL);
INSERT INTO messages VALUES('01a20eff-6274-7e2a-8e22-f767dd2761f8','01a20eff-6260-700c-963e-abb376b44c05',8,'01a20eff-6272-746c-8976-f6cbcb24c83c',7,7,0,'user','queued','01a20eff-6274-75e0-b063-c8a916012338',1000,NULL,NULL,NULL,NULL,NULL,NULL,'[{"type":"text","id":"p1","text":"Four"}]',NULL);
INSERT INTO messages VALUES('01a20eff-6274-7b98-8b7d-de9827024213','01a20eff-6260-700c-963e-abb376b44c05',9,'01a20eff-6274-7e2a-8e22-f767dd2761f8',8,8,8,'assistant','queued','01a20eff-6274-75e0-b063-c8a916012338',1000,NULL,NULL,NULL,'{"endpoint":"test","id":"test-1"}',NULL,NULL,'[]',NULL);
INSERT INTO messages VALUES('01a20eff-6276-7173-a8bd-6f511169b441','01a20eff-6276-7391-bead-1136247f2826',1,NULL,NULL,1,0,'user','done','01a20eff-6276-7df8-9419-ac054e9a173c',1000,NULL,NULL,NULL,NULL,NULL,NULL,'[{"type":"text","id":"p1","text":"In the bin"}]',NULL);
INSERT INTO messages VALUES('01a20eff-6276-7038-bf58-69504035c7b7','01a20eff-6276-7391-bead-1136247f2826',2,'01a20eff-6276-7173-a8bd-6f511169b441',1,2,1,'assistant','done','01a20eff-6276-7df8-9419-ac054e9a173c',1000,NULL,NULL,'end','{"endpoint":"test","id":"test-1"}',NULL,NULL,'[{"type":"text","id":"p1","text":"An answer."}]',NULL);
INSERT INTO messages VALUES('01a20eff-627f-79d1-bf0d-7659cd59932a','01a20eff-627f-7896-8034-c88815350b25',1,NULL,NULL,1,0,'user','done','01a20eff-627f-77d1-a62b-57509cde8ed1',1000,NULL,NULL,NULL,NULL,NULL,NULL,'[{"type":"text","id":"p1","text":"Hers"}]',NULL);
INSERT INTO messages VALUES('01a20eff-627f-7782-a4f5-3e18df97216f','01a20eff-627f-7896-8034-c88815350b25',2,'01a20eff-627f-79d1-bf0d-7659cd59932a',1,2,1,'assistant','done','01a20eff-627f-77d1-a62b-57509cde8ed1',1000,NULL,4000000000000,'end','{"endpoint":"test","id":"test-1"}',NULL,NULL,'[{"type":"text","id":"p1","text":"An answer."}]',NULL);
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
, checkpoint TEXT) STRICT;
INSERT INTO turns VALUES(1,'01a20eff-6260-77f0-ab7a-ad549c947d7f','01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-6260-700c-963e-abb376b44c05','01a20eff-6261-7c9a-a888-c30f232a08d6','01a20eff-6260-7faa-bb33-f0c618c918f5','send','done','{"endpoint":"test","id":"test-1"}','{}','digest of 01a20eff-6260-77f0-ab7a-ad549c947d7f','node-1',1,'end',NULL,1000,2000,NULL);
INSERT INTO turns VALUES(2,'01a20eff-626b-7bec-ae3e-7abc3084d996','01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-6260-700c-963e-abb376b44c05','01a20eff-626b-7fd8-ad56-37725ef9c510',NULL,'regenerate','failed','{"endpoint":"test","id":"test-1"}','{}','digest of 01a20eff-626b-7bec-ae3e-7abc3084d996','node-1',1,'error','{"code":"provider.cut-off","message":"x"}',1000,2000,NULL);
INSERT INTO turns VALUES(3,'01a20eff-626f-7479-883d-910a67e0bfeb','01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-6260-700c-963e-abb376b44c05','01a20eff-626f-7670-8176-6d64068fbfc5','01a20eff-626f-789b-b94d-5d0ee692aa6a','send','done','{"endpoint":"test","id":"test-1"}','{}','digest of 01a20eff-626f-7479-883d-910a67e0bfeb','node-1',1,'end',NULL,1000,2000,NULL);
INSERT INTO turns VALUES(4,'01a20eff-6272-76b4-b142-3ccb101ad050','01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-6260-700c-963e-abb376b44c05','01a20eff-6272-746c-8976-f6cbcb24c83c','01a20eff-6272-72ed-9494-ec312205284d','send','running','{"endpoint":"test","id":"test-1"}','{}','digest of 01a20eff-6272-76b4-b142-3ccb101ad050','old-node',1,NULL,NULL,1000,NULL,NULL);
INSERT INTO turns VALUES(5,'01a20eff-6274-75e0-b063-c8a916012338','01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-6260-700c-963e-abb376b44c05','01a20eff-6274-7b98-8b7d-de9827024213','01a20eff-6274-7e2a-8e22-f767dd2761f8','send','queued','{"endpoint":"test","id":"test-1"}','{}','digest of 01a20eff-6274-75e0-b063-c8a916012338',NULL,0,NULL,NULL,1000,NULL,NULL);
INSERT INTO turns VALUES(6,'01a20eff-6276-7df8-9419-ac054e9a173c','01a20eff-624f-7a43-a80c-e6ea8fec1a38','01a20eff-6276-7391-bead-1136247f2826','01a20eff-6276-7038-bf58-69504035c7b7','01a20eff-6276-7173-a8bd-6f511169b441','send','done','{"endpoint":"test","id":"test-1"}','{}','digest of 01a20eff-6276-7df8-9419-ac054e9a173c','node-1',1,'end',NULL,1000,2000,NULL);
INSERT INTO turns VALUES(7,'01a20eff-627f-77d1-a62b-57509cde8ed1','01a20eff-6258-772e-b14b-504d85556caf','01a20eff-627f-7896-8034-c88815350b25','01a20eff-627f-7782-a4f5-3e18df97216f','01a20eff-627f-79d1-bf0d-7659cd59932a','send','done','{"endpoint":"test","id":"test-1"}','{}','digest of 01a20eff-627f-77d1-a62b-57509cde8ed1','node-1',1,'end',NULL,1000,2000,NULL);
CREATE TABLE tombstones (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('conversation', 'message', 'turn')),
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  rev INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO tombstones VALUES('01a20eff-627a-7086-b616-d245e87917e7','message','01a20eff-624f-7a43-a80c-e6ea8fec1a38',NULL);
INSERT INTO tombstones VALUES('01a20eff-627a-7323-b4cb-e25b6ea1807b','conversation','01a20eff-624f-7a43-a80c-e6ea8fec1a38',18);
INSERT INTO tombstones VALUES('01a20eff-627a-7447-b6d1-ae7005b8b29a','turn','01a20eff-624f-7a43-a80c-e6ea8fec1a38',NULL);
INSERT INTO tombstones VALUES('01a20eff-627a-75d6-81ea-3b62bb72f65c','message','01a20eff-624f-7a43-a80c-e6ea8fec1a38',NULL);
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
CREATE TABLE file_uses (
  message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
  file_id TEXT NOT NULL REFERENCES files (id),
  PRIMARY KEY (message_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE installation (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  files_claimed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE ledger (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  turn_id TEXT,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  entry TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE budget_accounts (
  id TEXT NOT NULL PRIMARY KEY,
  granted INTEGER NOT NULL,
  spent INTEGER NOT NULL,
  reserved INTEGER NOT NULL,
  refilled_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE reservations (
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  amount INTEGER NOT NULL,
  accounts TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE decisions (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE favourites (
  owner_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  endpoint_id TEXT NOT NULL,
  model_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (owner_id, endpoint_id, model_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_use ON sessions (user_id, last_used_at, seq);
CREATE INDEX sessions_by_age ON sessions (user_id, seq);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id, expires_at);
CREATE UNIQUE INDEX conversations_by_rev ON conversations (owner_id, rev);
CREATE INDEX conversations_in_bin ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;
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
CREATE INDEX seen_leaves_by_user ON seen_leaves (user_id);
CREATE INDEX messages_by_parent ON messages (conversation_id, parent_ordinal, ordinal);
CREATE INDEX messages_unfinished ON messages (conversation_id, parent_ordinal) WHERE status IN ('queued', 'running', 'waiting');
CREATE INDEX messages_deleted ON messages (conversation_id, ordinal) WHERE deleted_at IS NOT NULL;
CREATE INDEX messages_in_bin ON messages (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX turns_by_owner ON turns (owner_id);
CREATE INDEX turns_by_conversation ON turns (conversation_id);
CREATE INDEX turns_by_answer ON turns (answer_id);
CREATE INDEX turns_active ON turns (owner_id, seq) WHERE status IN ('queued', 'running', 'waiting');
CREATE INDEX turns_running_of_owner ON turns (owner_id) WHERE status IN ('running', 'waiting');
CREATE INDEX turns_running ON turns (conversation_id) WHERE status IN ('running', 'waiting');
CREATE INDEX turns_queued ON turns (conversation_id, seq) WHERE status = 'queued';
CREATE INDEX tombstones_by_rev ON tombstones (owner_id, rev) WHERE kind = 'conversation';
CREATE INDEX tombstones_by_owner ON tombstones (owner_id);
CREATE VIEW conversation_rows AS
SELECT
  s.conversation_id AS id, s.user_id, c.owner_id, c.rev, c.created_at, s.activity_at, c.deleted_at, s.deleted, c.next_ordinal, c.last_ordinal,
  c.copied_from, c.title, c.title_folded, c.title_source, c.settings,
  s.pinned, s.archived, s.active_leaf_id, s.read_ordinal, s.draft,
  (SELECT count(*) FROM turns t WHERE t.conversation_id = s.conversation_id AND t.status IN ('running', 'waiting')) AS running_turns
FROM conversation_states s JOIN conversations c ON c.id = s.conversation_id;
CREATE INDEX context_notes_by_message ON context_notes (message_id);
CREATE INDEX api_keys_by_owner ON api_keys (owner_id, created_at, id);
CREATE INDEX files_by_owner ON files (owner_id);
CREATE INDEX files_unsent_of_owner ON files (owner_id, unsent_since, bytes) WHERE unsent_since IS NOT NULL;
CREATE INDEX files_unsent ON files (unsent_since) WHERE unsent_since IS NOT NULL;
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
CREATE INDEX ledger_by_turn ON ledger (owner_id, turn_id, attempt);
CREATE INDEX usage_sums_by_bucket ON usage_sums (bucket, owner_id, kind, endpoint, model);
CREATE INDEX reservations_by_end ON reservations (expires_at);
CREATE INDEX reservations_by_owner ON reservations (owner_id);
CREATE INDEX presets_by_owner ON presets (owner_id, position, id);
CREATE INDEX favourites_by_owner ON favourites (owner_id, position);
COMMIT;
PRAGMA user_version = 8;
