import { DatabaseSync } from 'node:sqlite';
import type { Kept, Witness, WitnessedMessage } from '../../contract/witness.ts';

const idColumn: Readonly<Record<Kept, string>> = {
  users: 'id',
  sessions: 'id',
  keys: 'endpoint_id',
  conversations: 'id',
  messages: 'id',
  turns: 'id',
};

/** Node's own SQLite, with its own statements, beside the adapter's driver. */
export function openSqliteWitness(file: string): Witness {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  return {
    count: async (kind) => Number(db.prepare(`SELECT count(*) AS n FROM ${kind}`).get()?.['n']),
    has: async (kind, id) => db.prepare(`SELECT 1 FROM ${kind} WHERE ${idColumn[kind]} = ?`).get(id) !== undefined,
    async messages(conversationId) {
      const rows = db
        .prepare(
          `SELECT m.id, m.conversation_id, c.owner_id, m.parent_id, m.ordinal, m.parent_ordinal, m.status, m.deleted_at
           FROM messages m JOIN conversations c ON c.id = m.conversation_id ORDER BY m.conversation_id, m.ordinal`,
        )
        .all()
        .filter((each) => conversationId === undefined || each['conversation_id'] === conversationId);
      return rows.map(
        (each) =>
          ({
            id: each['id'],
            conversationId: each['conversation_id'],
            ownerId: each['owner_id'],
            parentId: each['parent_id'],
            ordinal: each['ordinal'],
            parentOrdinal: each['parent_ordinal'] ?? 0,
            status: each['status'],
            deletedAt: each['deleted_at'],
          }) as WitnessedMessage,
      );
    },
    storedParts: async (id) => String(db.prepare('SELECT parts FROM messages WHERE id = ?').get(id)?.['parts']),
    mentions: async (kind, word) =>
      db
        .prepare(`SELECT * FROM ${kind}`)
        .all()
        .some((each) => Object.values(each).some((value) => String(value).includes(word))),
    async damage(kind, id) {
      const column = kind === 'messages' ? 'parts' : 'settings';
      db.prepare(`UPDATE ${kind} SET ${column} = '{"cut off' WHERE id = ?`).run(id);
    },
    [Symbol.asyncDispose]: async () => db.close(),
  };
}
