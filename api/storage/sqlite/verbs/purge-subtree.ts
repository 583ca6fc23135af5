import type { Connection } from '../connection.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { shapeUnder } from '../tree/newest-under.ts';

/** Removes a deleted message and all under it for good, newest first, since each refers to its parent. Gone already: nothing. */
export function purgeSubtree(db: Connection, rootId: string): void {
  const root = db.get<StoredMessage>('SELECT * FROM messages WHERE id = @rootId', { rootId });
  if (root === undefined) return;
  const { conversation_id: conversationId } = root;
  const { owner_id: ownerId } = db.get<{ owner_id: string }>('SELECT owner_id FROM conversations WHERE id = @conversationId', {
    conversationId,
  }) ?? { owner_id: '' };

  const ids = [rootId, ...[...shapeUnder(db, conversationId, root.ordinal, true)].map((message) => message.id)];
  for (const id of ids.toReversed()) {
    const params = { id, ownerId, conversationId };
    db.run(`INSERT INTO tombstones (id, kind, owner_id) VALUES (@id, 'message', @ownerId)`, params);
    db.run(`INSERT INTO tombstones (id, kind, owner_id) SELECT id, 'turn', owner_id FROM turns WHERE answer_id = @id`, params);
    db.run('DELETE FROM seen_leaves WHERE conversation_id = @conversationId AND user_id = @ownerId AND message_id = @id', params);
    db.run('DELETE FROM messages WHERE id = @id', params);
  }
  db.run(
    `UPDATE conversations SET last_ordinal = (SELECT coalesce(max(ordinal), 0) FROM messages WHERE conversation_id = @conversationId)
     WHERE id = @conversationId`,
    { conversationId },
  );
}
