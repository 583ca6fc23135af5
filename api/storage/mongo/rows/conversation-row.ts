import type { ConversationSettings, ConversationState, Damaged, TitleSource } from '@parley/contracts';
import { foldTitle } from '../../kit/fold-title.ts';
import { readObject } from '../../kit/json.ts';
import type { ConversationQuery, ConversationRow } from '../../ports/conversations.ts';

/** A conversation with its owner's state of it, as the collection keeps it. Settings are JSON, so that every key survives as it is. */
export interface StoredConversation {
  readonly _id: string;
  readonly ownerId: string;
  readonly rev: number;
  readonly createdAt: number;
  readonly activityAt: number;
  readonly deletedAt: number | null;
  readonly nextOrdinal: number;
  readonly lastOrdinal: number;
  readonly runningTurns: number;
  readonly copiedFrom: string | null;
  readonly title: string;
  readonly titleFolded: string;
  readonly titleSource: TitleSource;
  readonly settings: string;
  readonly state: ConversationState;
  /** The lists that show it: each list is one range of one index. */
  readonly lists: readonly ConversationQuery['show'][];
}

/** For lists: settings that cannot be read make it one damaged item. */
export function toListedConversation(stored: StoredConversation): ConversationRow | Damaged {
  const settings = readObject<ConversationSettings>(stored.settings) ?? null;
  return settings === null ? { type: 'damaged', id: stored._id } : toRow(stored, settings);
}

/** For one conversation: settings that cannot be read count as none, so that its messages still open. */
export function toConversationRow(stored: StoredConversation): ConversationRow {
  return toRow(stored, readObject<ConversationSettings>(stored.settings) ?? {});
}

function toRow(stored: StoredConversation, settings: ConversationSettings): ConversationRow {
  const { _id: id, ownerId, title, titleSource, createdAt, activityAt, deletedAt, lastOrdinal, rev, runningTurns } = stored;
  const { activeLeafId, readOrdinal, pinned, archived, draft } = stored.state;
  return {
    id,
    ownerId,
    title,
    titleSource,
    settings,
    createdAt,
    activityAt,
    deletedAt,
    lastOrdinal,
    rev,
    runningTurns,
    state: { activeLeafId, readOrdinal, pinned, archived, draft },
  };
}

/** Which lists show a conversation in this state. */
export function listsOf({ deletedAt, state }: Pick<StoredConversation, 'deletedAt' | 'state'>): StoredConversation['lists'] {
  if (deletedAt !== null) return ['bin'];
  return [state.archived ? 'archived' : 'active', ...(state.pinned ? (['pinned'] as const) : [])];
}

export interface NewConversation {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly titleSource: TitleSource;
  readonly settings: ConversationSettings;
  readonly copiedFrom: string | null;
  readonly now: number;
}

export function fromNewConversation(row: NewConversation, rev: number): StoredConversation {
  const state: ConversationState = { activeLeafId: null, readOrdinal: 0, pinned: false, archived: false, draft: '' };
  return {
    _id: row.id,
    ownerId: row.ownerId,
    rev,
    createdAt: row.now,
    activityAt: row.now,
    deletedAt: null,
    nextOrdinal: 1,
    lastOrdinal: 0,
    runningTurns: 0,
    copiedFrom: row.copiedFrom,
    title: row.title,
    titleFolded: foldTitle(row.title),
    titleSource: row.titleSource,
    settings: JSON.stringify(row.settings),
    state,
    lists: listsOf({ deletedAt: null, state }),
  };
}
