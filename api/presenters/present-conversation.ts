import type { Conversation, Damaged } from '@parley/contracts';
import type { ConversationRow } from '../storage/ports/conversations.ts';

/** What a person may see of a conversation: named field by field, so that a new column stays inside until it is let out. */
export function presentConversation(row: ConversationRow): Conversation {
  const { state } = row;
  return {
    id: row.id,
    title: row.title,
    titleSource: row.titleSource,
    settings: row.settings,
    createdAt: row.createdAt,
    activityAt: row.activityAt,
    deletedAt: row.deletedAt,
    lastOrdinal: row.lastOrdinal,
    rev: row.rev,
    running: row.runningTurns > 0,
    state: {
      activeLeafId: state.activeLeafId,
      readOrdinal: state.readOrdinal,
      pinned: state.pinned,
      archived: state.archived,
      draft: state.draft,
    },
  };
}

/** A list in which a row that could not be read stays visible as one damaged item. */
export function presentConversations(rows: readonly (ConversationRow | Damaged)[]): (Conversation | Damaged)[] {
  return rows.map((row) => ('type' in row ? { type: 'damaged', id: row.id } : presentConversation(row)));
}
