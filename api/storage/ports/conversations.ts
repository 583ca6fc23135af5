import type { ConversationSettings, ConversationState, Damaged, TitleSource } from '@parley/contracts';
import type { Scope } from './scope.ts';

export interface ConversationRow {
  readonly id: string;
  readonly ownerId: string;
  readonly title: string;
  readonly titleSource: TitleSource;
  readonly settings: ConversationSettings;
  readonly createdAt: number;
  readonly activityAt: number;
  readonly deletedAt: number | null;
  readonly lastOrdinal: number;
  readonly rev: number;
  /** Number of its turns that are `running` or `waiting`. */
  readonly runningTurns: number;
  readonly state: ConversationState;
}

export interface ConversationQuery {
  readonly show: 'active' | 'pinned' | 'archived' | 'bin';
  /** Part of the title, compared without case (Unicode simple folding); treated as data, never as a pattern. */
  readonly title?: string;
  /** The sort key of the last row of the page before. */
  readonly after?: { readonly activityAt: number; readonly id: string };
  readonly limit: number;
}

/**
 * Conversations and what one person keeps about each. Every verb that changes a row or its state gives it the next `rev` of
 * the owner's counter, in the same transaction. Absent and foreign ids are the same: null.
 */
export interface ConversationStore {
  getConversation(scope: Scope, id: string): Promise<ConversationRow | null>;
  /**
   * Ordered by (activityAt, id), newest first. `active` leaves out archived and deleted ones (pinned ones are included);
   * `pinned` and `archived` leave out deleted ones. `rev` is the owner's counter at the time of reading.
   */
  listConversations(scope: Scope, query: ConversationQuery): Promise<{ rows: (ConversationRow | Damaged)[]; more: boolean; rev: number }>;
  /** Changed rows in the order of their `rev`, deleted ones included; `gone` names purged ones. */
  readChanges(
    scope: Scope,
    since: number,
    limit: number,
  ): Promise<{ rows: (ConversationRow | Damaged)[]; gone: string[]; rev: number; more: boolean }>;
  /**
   * Sets a title or settings. A title with source `model` or `local` is dropped, without an error, when a person has set one;
   * `expectedSource` makes it drop also when the source has changed since.
   */
  updateConversation(
    scope: Scope,
    id: string,
    change: { readonly title?: string; readonly titleSource?: TitleSource; readonly settings?: ConversationSettings },
  ): Promise<ConversationRow | null>;
  /** `readOrdinal` only grows. */
  updateState(scope: Scope, id: string, change: Partial<Omit<ConversationState, 'activeLeafId'>>): Promise<ConversationRow | null>;
  /**
   * Remembers the active leaf under `leavingId` (a sibling of `messageId`; ignored if it is not) and moves to the leaf last
   * seen under `messageId`, else to its newest descendant. `no-message`: unknown, deleted, or in another conversation.
   */
  selectMessage(scope: Scope, id: string, messageId: string, leavingId?: string): Promise<ConversationRow | 'no-message' | null>;
  /** Sets or clears `deletedAt`; doing it again changes nothing and still answers the row. */
  setDeleted(scope: Scope, id: string, deletedAt: number | null): Promise<ConversationRow | null>;
  /**
   * Copies messages into a new conversation with fresh message ids and ordinals 1, 2, 3 …, in one transaction: the path to
   * `upToMessageId`, or the whole tree without deleted subtrees. Unfinished answers become `interrupted`, queued turns are left out.
   * The same `newId` from the same owner answers the row made the first time; an id that is anything else is `taken`.
   */
  copyConversation(
    scope: Scope,
    id: string,
    input: { readonly newId: string; readonly upToMessageId?: string; readonly title: string; readonly now: number },
  ): Promise<ConversationRow | 'taken' | 'no-message' | null>;
  /**
   * Removes conversations and deleted subtrees whose `deletedAt` is before the time, leaving tombstones; at most `limit`
   * of both together. Returns the conversations that are gone.
   */
  purge(before: number, limit: number): Promise<{ ownerId: string; conversationId: string; rev: number }[]>;
}
