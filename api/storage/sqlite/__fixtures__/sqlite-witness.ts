import Database from 'better-sqlite3';
import type { Kept, Witness, WitnessedMessage } from '../../contract/witness.ts';

const idColumn: Readonly<Record<Kept, string>> = {
  users: 'id',
  sessions: 'id',
  keys: 'endpoint_id',
  apiKeys: 'id',
  presets: 'id',
  conversations: 'id',
  messages: 'id',
  turns: 'id',
  context_notes: 'id',
  sent_contexts: 'answer_id',
  files: 'id',
  file_uses: 'file_id',
  ledger: 'id',
  reservations: 'id',
};

const tableOf = (kind: Kept): string => (kind === 'apiKeys' ? 'api_keys' : kind);

type Row = Readonly<Record<string, unknown>>;

/**
 * A connection of its own with statements of its own. It uses the adapter's driver, not Node's: two SQLite libraries in one
 * process cannot see each other's locks, and would harm the very file they are to witness.
 */
export function openSqliteWitness(file: string): Witness {
  const db = new Database(file, { timeout: 5_000 });
  const rows = (sql: string, ...values: unknown[]): Row[] => db.prepare<unknown[], Row>(sql).all(...values);
  return {
    count: async (kind) => rows(`SELECT id FROM (SELECT ${idColumn[kind]} AS id FROM ${tableOf(kind)})`).length,
    has: async (kind, id) => rows(`SELECT 1 FROM ${tableOf(kind)} WHERE ${idColumn[kind]} = ?`, id).length > 0,
    async messages(conversationId) {
      const owners = new Map(rows('SELECT id, owner_id FROM conversations').map((each) => [each['id'], each['owner_id']]));
      return rows('SELECT id, conversation_id, parent_id, ordinal, parent_ordinal, status, deleted_at FROM messages')
        .map((each) => toWitnessed(each, owners.get(each['conversation_id'])))
        .filter((each) => conversationId === undefined || each.conversationId === conversationId)
        .toSorted((a, b) => a.ordinal - b.ordinal);
    },
    storedParts: async (id) => String(rows('SELECT parts FROM messages WHERE id = ?', id)[0]?.['parts']),
    mentions: async (kind, word) =>
      rows(`SELECT * FROM ${tableOf(kind)}`).some((each) => Object.values(each).some((value) => String(value).includes(word))),
    async damage(kind, id) {
      const column = kind === 'messages' ? 'parts' : 'settings';
      db.prepare(`UPDATE ${kind} SET ${column} = '{"cut off' WHERE id = ?`).run(id);
    },
    [Symbol.asyncDispose]: async () => void db.close(),
  };
}

const toWitnessed = (each: Row, ownerId: unknown): WitnessedMessage =>
  ({
    id: each['id'],
    conversationId: each['conversation_id'],
    ownerId,
    parentId: each['parent_id'],
    ordinal: each['ordinal'],
    parentOrdinal: each['parent_ordinal'] ?? 0,
    status: each['status'],
    deletedAt: each['deleted_at'],
  }) as WitnessedMessage;
