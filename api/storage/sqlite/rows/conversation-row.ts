import type { ConversationSettings, Damaged, TitleSource } from '@parley/contracts';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { Params } from '../connection.ts';
import { foldTitle } from '../../kit/fold-title.ts';
import { readObject } from '../../kit/json.ts';

/** A row of the view `conversation_rows`. */
export interface StoredConversation {
  readonly id: string;
  readonly owner_id: string;
  readonly rev: number;
  readonly created_at: number;
  readonly activity_at: number;
  readonly deleted_at: number | null;
  readonly next_ordinal: number;
  readonly last_ordinal: number;
  readonly copied_from: string | null;
  readonly title: string;
  readonly title_source: TitleSource;
  readonly settings: string;
  readonly pinned: number;
  readonly archived: number;
  readonly active_leaf_id: string | null;
  readonly read_ordinal: number;
  readonly draft: string;
  readonly running_turns: number;
}

/** For lists: a row whose settings cannot be read becomes one damaged item. */
export function toListedConversation(stored: StoredConversation): ConversationRow | Damaged {
  const settings = readSettings(stored);
  return settings === null ? { type: 'damaged', id: stored.id } : toRow(stored, settings);
}

/** For one conversation: settings that cannot be read count as none, so that its messages still open. */
export function toConversationRow(stored: StoredConversation): ConversationRow {
  return toRow(stored, readSettings(stored) ?? {});
}

function readSettings(stored: StoredConversation): ConversationSettings | null {
  return readObject<ConversationSettings>(stored.settings) ?? null;
}

function toRow(stored: StoredConversation, settings: ConversationSettings): ConversationRow {
  return {
    id: stored.id,
    ownerId: stored.owner_id,
    title: stored.title,
    titleSource: stored.title_source,
    settings,
    createdAt: stored.created_at,
    activityAt: stored.activity_at,
    deletedAt: stored.deleted_at,
    lastOrdinal: stored.last_ordinal,
    rev: stored.rev,
    runningTurns: stored.running_turns,
    state: {
      activeLeafId: stored.active_leaf_id,
      readOrdinal: stored.read_ordinal,
      pinned: stored.pinned === 1,
      archived: stored.archived === 1,
      draft: stored.draft,
    },
  };
}

/** The columns a new conversation begins with. */
export interface NewConversation {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly titleSource: TitleSource;
  readonly settings: ConversationSettings;
  readonly copiedFrom: string | null;
  readonly now: number;
}

export function fromNewConversation(row: NewConversation): Params {
  return {
    id: row.id,
    ownerId: row.ownerId,
    title: row.title,
    titleFolded: foldTitle(row.title),
    titleSource: row.titleSource,
    settings: JSON.stringify(row.settings),
    copiedFrom: row.copiedFrom,
    now: row.now,
  };
}
