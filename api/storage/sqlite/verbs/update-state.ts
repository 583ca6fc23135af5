import type { ConversationState } from '@parley/contracts';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { Scope } from '../../ports/scope.ts';
import type { Connection } from '../connection.ts';
import { getConversation } from '../reads/get-conversation.ts';
import { touchConversation } from './touch-conversation.ts';

export function updateState(
  db: Connection,
  scope: Scope,
  id: string,
  change: Partial<Omit<ConversationState, 'activeLeafId'>>,
): ConversationRow | null {
  const conversation = getConversation(db, scope, id);
  if (conversation === null) return null;
  const { state } = conversation;
  const pinned = change.pinned ?? state.pinned;
  const archived = change.archived ?? state.archived;
  const draft = change.draft ?? state.draft;
  const readOrdinal = Math.max(change.readOrdinal ?? 0, state.readOrdinal);
  if (pinned === state.pinned && archived === state.archived && draft === state.draft && readOrdinal === state.readOrdinal)
    return conversation;

  db.run(
    `UPDATE conversation_states SET pinned = @pinned, archived = @archived, draft = @draft, read_ordinal = @readOrdinal
     WHERE conversation_id = @id AND user_id = @ownerId`,
    { id, ownerId: scope.ownerId, pinned: Number(pinned), archived: Number(archived), draft, readOrdinal },
  );
  return touchConversation(db, scope.ownerId, id);
}
