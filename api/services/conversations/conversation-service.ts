import type { ConversationSettings, Damaged } from '@parley/contracts';
import type { Bus } from '../../realtime/ports.ts';
import type { ConversationQuery, ConversationRow, ConversationStore } from '../../storage/ports/conversations.ts';
import type { BranchPage, MessageStore, MessageWithSiblings } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { ChatService } from '../chat/chat-service.ts';
import type { Hints } from '../chat/publish-hints.ts';

export interface ConversationDependencies {
  readonly storage: ConversationStore & MessageStore;
  readonly bus: Bus;
  /** What is deleted is stopped first. */
  readonly chat: Pick<ChatService, 'stopTurn'>;
  readonly now: () => number;
}

/** The dependencies as the files of this folder share them. */
export interface ConversationContext extends ConversationDependencies {
  readonly hints: Hints;
}

export type ListQuery = Omit<ConversationQuery, 'after'> & { readonly cursor?: string };

export interface ConversationPage {
  readonly rows: (ConversationRow | Damaged)[];
  readonly next: string | null;
  readonly rev: number;
}

/** Fields of a person's own state that may be set; absent ones stay. */
export type StateChange = Parameters<ConversationStore['updateState']>[2];

/**
 * Conversations and their messages, but for the turns that write them. Unknown and foreign ids are the same
 * `conversation.not-found` or `message.not-found`. Every change is told to whoever follows.
 */
export interface ConversationService {
  /** Last active first. A cursor that is not ours is `request.invalid`. */
  list(scope: Scope, query: ListQuery): Promise<ConversationPage>;
  get(scope: Scope, id: string): Promise<ConversationRow>;
  /** Renaming makes the title a person's own. */
  update(scope: Scope, id: string, change: { readonly title?: string; readonly settings?: ConversationSettings }): Promise<ConversationRow>;
  updateState(scope: Scope, id: string, change: StateChange): Promise<ConversationRow>;
  /** Goes to a version: the leaf last seen under it becomes the active one. */
  select(scope: Scope, id: string, messageId: string, leavingId?: string): Promise<ConversationRow>;
  /** Into the bin, running turns stopped first. */
  remove(scope: Scope, id: string): Promise<ConversationRow>;
  restore(scope: Scope, id: string): Promise<ConversationRow>;
  /** Into a new conversation of the same title unless another is given. Repeating it answers the same row. */
  copy(
    scope: Scope,
    id: string,
    input: { readonly newId: string; readonly upToMessageId?: string; readonly title?: string },
  ): Promise<ConversationRow>;
  sync(scope: Scope, since: number): ReturnType<ConversationStore['readChanges']>;

  branch(
    scope: Scope,
    id: string,
    query: { readonly leaf?: string; readonly before?: string; readonly limit: number },
  ): Promise<BranchPage>;
  getMessage(scope: Scope, id: string, messageId: string): Promise<MessageWithSiblings>;
  /** Saves another text in place. `message.busy` while a turn works on it. */
  editMessage(scope: Scope, id: string, messageId: string, text: string): Promise<MessageWithSiblings>;
  /** With all below it; running turns under it are stopped first. */
  removeMessage(scope: Scope, id: string, messageId: string): Promise<ConversationRow>;
  restoreMessage(scope: Scope, id: string, messageId: string): Promise<ConversationRow>;
}
