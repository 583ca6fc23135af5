import type { Connection } from '../connection.ts';

export function setActiveLeaf(db: Connection, conversationId: string, userId: string, leafId: string | null): void {
  db.run('UPDATE conversation_states SET active_leaf_id = @leafId WHERE conversation_id = @conversationId AND user_id = @userId', {
    conversationId,
    userId,
    leafId,
  });
}
