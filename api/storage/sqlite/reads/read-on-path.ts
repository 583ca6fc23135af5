import type { MessageRow } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { toMessageRow } from '../rows/message-row.ts';
import { findMessage, findVisibleMessage } from '../tree/find-message.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import { withSnapshot } from '../with-snapshot.ts';
import { findConversation } from './get-conversation.ts';

export function readOnPath(
  db: Connection,
  { ownerId }: Scope,
  conversationId: string,
  leafId: string,
  ids: readonly string[],
): MessageRow[] {
  return withSnapshot(db, () => {
    if (findConversation(db, ownerId, conversationId) === null) return [];
    const leaf = findMessage(db, conversationId, leafId);
    if (leaf === null) return [];
    return ids
      .flatMap((id) => {
        const stored = findVisibleMessage(db, conversationId, id);
        if (stored === null || !isAtOrUnder(db, conversationId, leaf.ordinal, stored.ordinal)) return [];
        const row = toMessageRow(stored);
        return 'type' in row ? [] : [row];
      })
      .toSorted((a, b) => a.ordinal - b.ordinal);
  });
}
