import path from 'node:path';
import Database from 'better-sqlite3';
import { activityOf, commonWord, idAt, lineText, rareWord, type Household } from './household.ts';
import { skipsOfLine } from './skips-of-line.ts';

/** Rows `0 … count - 1` of a statement that selects from `n`. */
const numbered = 'WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @count - 1)';
const title = `CASE WHEN i = 0 THEN 'About a ${rareWord}' WHEN i % 10 = 0 THEN 'A question about the ${commonWord}, number ' || i
  ELSE 'A question about something else, number ' || i END`;

const conversations = `INSERT INTO conversations (id, owner_id, rev, created_at, activity_at, title, title_folded, title_source, settings)
  ${numbered} SELECT id_at('conversation', i), @ownerId, i + 1, at(i), at(i), ${title}, lower(${title}), 'local', '{}' FROM n`;
const states = `INSERT INTO conversation_states (conversation_id, user_id, activity_at)
  SELECT id, owner_id, activity_at FROM conversations WHERE owner_id = @ownerId`;

const long = `INSERT INTO conversations (id, owner_id, rev, created_at, activity_at, next_ordinal, last_ordinal, title, title_folded, title_source, settings)
  VALUES (@conversationId, @ownerId, 1, at(0), at(@count), @count + 1, @count, 'A long conversation', 'a long conversation', 'local', '{}')`;
const longState = `INSERT INTO conversation_states (conversation_id, user_id, activity_at, active_leaf_id, read_ordinal)
  VALUES (@conversationId, @ownerId, at(@count), id_at('message', @count - 1), @count)`;
const messages = `INSERT INTO messages (id, conversation_id, ordinal, parent_id, parent_ordinal, depth, skip_ordinal, role, status, turn_id,
    created_at, stop_reason, model, parts)
  ${numbered} SELECT id_at('message', i), @conversationId, i + 1, iif(i = 0, NULL, id_at('message', i - 1)), nullif(i, 0), i + 1, skip_at(i + 1),
    iif(i % 2, 'assistant', 'user'), 'done', id_at('turn', i / 2), at(i), iif(i % 2, 'end', NULL), iif(i % 2, @model, NULL), @parts FROM n`;
const turns = `INSERT INTO turns (id, owner_id, conversation_id, answer_id, user_message_id, kind, status, model, settings, digest, owner_node, epoch,
    stop_reason, created_at, ended_at)
  SELECT turn_id, @ownerId, conversation_id, id, parent_id, 'send', 'done', model, '{}', 'digest', 'bench', 1, 'end', created_at, created_at
  FROM messages WHERE conversation_id = @conversationId AND role = 'assistant' ORDER BY ordinal`;

/**
 * Fills a household with so many conversations, and so many messages in one, in a folder that no server has open: the columns that the verbs
 * write, in one transaction that need not survive a loss of power.
 */
export function fillSqlite(dataDir: string, { lister, talker, conversationId, model }: Household, count: number): void {
  const db = new Database(path.join(dataDir, 'parley.db'));
  try {
    const skips = skipsOfLine(count);
    db.function('id_at', idAt);
    db.function('at', activityOf);
    db.function('skip_at', (ordinal: number) => skips[ordinal]!);
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma('cache_size = -524288');
    db.pragma('foreign_keys = OFF');
    const talking = {
      ownerId: talker.ownerId,
      conversationId,
      count,
      model: JSON.stringify(model),
      parts: JSON.stringify([{ type: 'text', id: 'p1', text: lineText }]),
    };
    db.transaction(() => {
      db.prepare(conversations).run({ ownerId: lister.ownerId, count });
      db.prepare(states).run({ ownerId: lister.ownerId });
      for (const sql of [long, longState, messages, turns]) db.prepare(sql).run(talking);
      const counter = db.prepare('INSERT OR REPLACE INTO counters (owner_id, rev) VALUES (?, ?)');
      counter.run(lister.ownerId, count);
      counter.run(talker.ownerId, 1);
    })();
    db.pragma('journal_mode = WAL');
  } finally {
    db.close();
  }
}
