import type { ConversationSettings, Damaged, ModelRef } from '@parley/contracts';
import type { ModelMessage, SummaryRules } from '../../providers/port.ts';
import type { NoteRow } from '../../storage/ports/context.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { MessageRow } from '../../storage/ports/messages.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { Budget } from './budget.ts';
import { sumCounts, type Count } from './count/count.ts';

export interface ContextRequest {
  readonly conversationId: string;
  /** Where the branch ends; null: nothing is above. */
  readonly leafId: string | null;
  /** The answer that is to be written, which is on the branch and not sent. */
  readonly answerId?: string;
  readonly ref: ModelRef;
  readonly facts: ModelFacts;
  /** Absent: Parley's own. */
  readonly summaries?: SummaryRules;
  /** Laid over the conversation's. */
  readonly settings: ConversationSettings;
  /** What comes last: a draft, or what there is of an answer that is gone on with. */
  readonly tail?: ModelMessage;
}

/** What was counted, and how many tokens the provider will make of it. */
export interface Weighed {
  readonly count: Count;
  readonly tokens: number;
}

/** Why a message of the branch is not sent. */
export type DropReason = 'excluded' | 'summarised' | 'no-room' | 'pair' | 'damaged';

export interface Dropped {
  readonly message: MessageRow | Damaged;
  readonly reason: DropReason;
  readonly tokens: number;
  /** Only these parts of it are not sent, and `message` holds them alone; absent: the whole. */
  readonly parts?: readonly string[];
}

/** A message with its tokens. */
export interface Counted extends Weighed {
  readonly message: MessageRow;
  readonly pinned: boolean;
}

/** What of a branch is to be sent, before it is put into messages. */
export interface ContextPlan {
  readonly request: ContextRequest;
  /** Null only where nothing is stored yet. */
  readonly conversation: ConversationRow | null;
  readonly settings: ConversationSettings;
  /** Whether this is the first question of a conversation and its answer. */
  readonly firstExchange: boolean;
  readonly budget: Budget;
  readonly notes: readonly NoteRow[];
  readonly fold: NoteRow | null;
  readonly summary: NoteRow | null;
  /** Pinned messages that the fold would leave out, oldest first. */
  readonly pinned: readonly Counted[];
  /** Below the fold, oldest first. */
  readonly kept: readonly Counted[];
  /** Oldest first. */
  readonly dropped: readonly Dropped[];
  /** More is above that was not read: the budget ended before. */
  readonly unread: boolean;
  /** Of the instructions and the tail, of the summary. */
  readonly fixed: Weighed;
  readonly summaryWeight: Weighed;
}

export const sumOf = (messages: readonly { readonly tokens: number }[]): number => messages.reduce((sum, { tokens }) => sum + tokens, 0);

/** All that a plan sends, in tokens of the provider. */
export const plannedTokens = ({ fixed, summaryWeight, pinned, kept }: ContextPlan): number =>
  fixed.tokens + summaryWeight.tokens + sumOf(pinned) + sumOf(kept);

/** The same as it was counted. */
export const plannedCount = ({ fixed, summaryWeight, pinned, kept }: ContextPlan): Count =>
  sumCounts([fixed, summaryWeight, ...pinned, ...kept].map(({ count }) => count));

/** Whether a plan is more than there is room for. */
export const exceeds = (plan: ContextPlan): boolean => plan.unread || plannedTokens(plan) > plan.budget.input;

/** Whether something has to be folded before the plan can be sent. A single message is sent whatever its length. */
export const overflows = (plan: ContextPlan): boolean => (plan.unread || plannedTokens(plan) > plan.budget.foldAt) && plan.kept.length > 1;
