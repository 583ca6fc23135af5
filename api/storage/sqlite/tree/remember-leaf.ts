import type { Connection } from '../connection.ts';
import { findMessage } from './find-message.ts';
import { isAtOrUnder } from './is-at-or-under.ts';

interface Leaving {
  readonly conversationId: string;
  readonly userId: string;
  readonly activeLeafId: string | null;
  readonly leavingId: string | undefined;
  /** The parent that the message left and the message gone to have in common. */
  readonly parentOrdinal: number | null;
}

/** Notes the active leaf under the sibling that is left; a message that is no sibling, or not above the leaf, is ignored. */
export function rememberLeaf(db: Connection, { conversationId, userId, activeLeafId, leavingId, parentOrdinal }: Leaving): void {
  if (leavingId === undefined || activeLeafId === null) return;
  const left = findMessage(db, conversationId, leavingId);
  const leaf = findMessage(db, conversationId, activeLeafId);
  if (left === null || leaf === null || left.parent_ordinal !== parentOrdinal) return;
  if (!isAtOrUnder(db, conversationId, leaf.ordinal, left.ordinal)) return;
  db.run(
    `INSERT INTO seen_leaves (conversation_id, user_id, message_id, leaf_id) VALUES (@conversationId, @userId, @leavingId, @activeLeafId)
     ON CONFLICT DO UPDATE SET leaf_id = excluded.leaf_id`,
    { conversationId, userId, leavingId, activeLeafId },
  );
}
