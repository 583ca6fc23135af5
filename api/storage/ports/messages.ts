import type { Cost, Damaged, ModelRef, Part, StopReason, TurnError, TurnStatus, Usage } from '@parley/contracts';
import type { ConversationRow } from './conversations.ts';
import type { Scope } from './scope.ts';

export interface MessageRow {
  readonly id: string;
  readonly conversationId: string;
  readonly parentId: string | null;
  readonly ordinal: number;
  /** The parent's ordinal; 0 for a root. Branches are read by ranges over these two, never by recursion. */
  readonly parentOrdinal: number;
  readonly role: 'user' | 'assistant' | 'system';
  readonly parts: Part[];
  readonly status: TurnStatus;
  readonly model: ModelRef | null;
  readonly usage: Usage | null;
  /** Of all turns that worked on it; absent before the first has ended. */
  readonly cost?: Cost;
  readonly stopReason: StopReason | null;
  readonly error: TurnError | null;
  readonly turnId: string | null;
  readonly createdAt: number;
  readonly editedAt: number | null;
  /** Set on the root of a deleted subtree only. */
  readonly deletedAt: number | null;
}

export type MessageWithSiblings = MessageRow & { readonly siblings: string[] };

export interface BranchPage {
  readonly conversation: ConversationRow;
  readonly leafId: string | null;
  /** Oldest first. `siblings` counts living versions only. */
  readonly messages: (MessageWithSiblings | Damaged)[];
  readonly earlier: string | null;
}

/** The messages of a conversation. Absent and foreign conversations are the same: null. */
export interface MessageStore {
  /**
   * The path from `leafId` (default: the active leaf) upwards, the `limit` messages nearest to the leaf, or those directly
   * above `beforeId`. A message that was deleted hides all below it. `no-message`: the leaf or `beforeId` is not there.
   * Work grows with the page, never with the conversation; depth costs no stack.
   */
  readBranch(
    scope: Scope,
    conversationId: string,
    query: { readonly leafId?: string; readonly beforeId?: string; readonly limit: number },
  ): Promise<BranchPage | 'no-message' | null>;
  getMessage(scope: Scope, conversationId: string, messageId: string): Promise<MessageWithSiblings | 'no-message' | null>;
  /**
   * Replaces the text of a message: its first text part becomes `text`, further text parts are dropped, all else stays.
   * `busy`: a turn is working on it.
   */
  editText(
    scope: Scope,
    conversationId: string,
    messageId: string,
    text: string,
    now: number,
  ): Promise<MessageWithSiblings | 'busy' | 'no-message' | null>;
  /**
   * Marks a message deleted, which hides its subtree, and moves the active leaf out of it: to the leaf under the nearest
   * older sibling, else a newer one, else to the parent. Queued turns under it leave the queue as
   * `stopped`, their messages kept for an undo. Deleting it again changes nothing. `busy`: a turn is still running
   * under it (the service stops those first, `listRunningUnder`).
   */
  deleteSubtree(
    scope: Scope,
    conversationId: string,
    messageId: string,
    now: number,
  ): Promise<ConversationRow | 'busy' | 'no-message' | null>;
  /** Clears the mark and makes the newest leaf under the message the active one. Repeating it changes nothing. */
  restoreSubtree(scope: Scope, conversationId: string, messageId: string): Promise<ConversationRow | 'no-message' | null>;
  /** Ids of turns that are running or waiting at or under a message; with no message, in the whole conversation. */
  listRunningUnder(scope: Scope, conversationId: string, messageId?: string): Promise<string[]>;
}
