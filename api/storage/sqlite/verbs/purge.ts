import { chatBucket } from '../../kit/cost.ts';
import type { Connection } from '../connection.ts';
import { nextRev } from './next-rev.ts';
import { purgeSubtree } from './purge-subtree.ts';

interface Purged {
  readonly ownerId: string;
  readonly conversationId: string;
  readonly rev: number;
}

/** Conversations first; what is left of `limit` goes to deleted subtrees, which readers have not seen for long and hear nothing of. */
export function purge(db: Connection, before: number, limit: number): Purged[] {
  const conversations = db.all<{ id: string; owner_id: string }>(
    'SELECT id, owner_id FROM conversations WHERE deleted_at < @before ORDER BY deleted_at LIMIT @limit',
    { before, limit },
  );
  const gone = conversations.map(({ id, owner_id: ownerId }) => ({ ownerId, conversationId: id, rev: purgeConversation(db, ownerId, id) }));
  const roots = db.all<{ id: string }>('SELECT id FROM messages WHERE deleted_at < @before ORDER BY deleted_at LIMIT @limit', {
    before,
    limit: limit - gone.length,
  });
  for (const root of roots) purgeSubtree(db, root.id);
  return gone;
}

function purgeConversation(db: Connection, ownerId: string, id: string): number {
  const rev = nextRev(db, ownerId);
  const params = { id, ownerId, rev };
  db.run(`INSERT INTO tombstones (id, kind, owner_id) SELECT id, 'turn', owner_id FROM turns WHERE conversation_id = @id`, params);
  db.run(`INSERT INTO tombstones (id, kind, owner_id) SELECT id, 'message', @ownerId FROM messages WHERE conversation_id = @id`, params);
  db.run(`INSERT INTO tombstones (id, kind, owner_id, rev) VALUES (@id, 'conversation', @ownerId, @rev)`, params);
  db.run('DELETE FROM usage_sums WHERE owner_id = @ownerId AND bucket = @bucket', { ownerId, bucket: chatBucket(id) });
  db.run('DELETE FROM conversations WHERE id = @id', params);
  return rev;
}
