import type { ConversationSettings, ModelRef, Part } from '@parley/contracts';
import type { ModelMessage } from '../../providers/port.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import { assembleContext, toModelMessages } from '../context/assemble-context.ts';
import { overflows, plannedTokens, type ContextPlan } from '../context/context-plan.ts';
import { fitContext, type Fitted } from '../context/fit-context.ts';
import { planContext } from '../context/plan-context.ts';
import type { ResolvedModel } from '../endpoints/resolve-model.ts';
import { openWriter } from '../context/open-writer.ts';
import { ownSummaries, rulesFor } from '../context/summary-rules.ts';
import type { ChatContext } from './chat-context.ts';

interface Warning {
  readonly code: string;
  readonly message: string;
}

/** What is sent to a model for one turn. */
export interface TurnContext {
  /** Oldest first; ends with the question, or with the answer that is continued. */
  readonly messages: readonly ModelMessage[];
  /** The conversation's settings with the turn's own laid over them. */
  readonly settings: ConversationSettings;
  readonly conversation: ConversationRow;
  /** Whether this is the first question of a conversation and its answer. */
  readonly firstExchange: boolean;
  readonly plan: ContextPlan;
  /** What was done to make it fit. */
  readonly warnings: readonly Warning[];
}

interface Preparing {
  readonly chat: ChatContext;
  readonly scope: Scope;
  readonly turn: TurnRow;
  readonly ref: ModelRef;
  readonly model: ResolvedModel;
  /** The run's. */
  readonly signal: AbortSignal;
}

/**
 * What a turn sends to a model: read in one go, and folded first where it does not fit. `soFar`, what there is of an answer that is gone on with, is sent
 * last.
 */
export async function prepareContext(preparing: Preparing, soFar: readonly Part[] = []): Promise<TurnContext> {
  const { chat, scope, turn, ref, model } = preparing;
  const { conversationId, answerId, settings } = turn;
  // The answer grows while it is streamed; what was sent does not.
  const tail = soFar.length === 0 ? {} : { tail: { role: 'assistant' as const, parts: structuredClone([...soFar]) } };
  const request = {
    conversationId,
    leafId: answerId,
    answerId,
    ref,
    facts: model.facts,
    summaries: rulesFor(chat.context.summaries(), model),
    settings,
    ...tail,
  };
  const plan = await planContext(chat.context, scope, request);
  return overflows(plan) ? fit(preparing, plan) : toTurnContext(plan);
}

/** The same with its older part folded, for a provider that found it too long; null when there is nothing to fold. */
export async function shortenContext(preparing: Preparing, { plan }: TurnContext): Promise<TurnContext | null> {
  // The provider takes less than was believed: what stays is measured by what was too much.
  const share = 0.5 * Math.min(1, plannedTokens(plan) / plan.budget.input);
  const shorter = await fit(preparing, plan, share);
  return shorter.plan === plan ? null : shorter;
}

async function fit({ chat, scope, turn, ref, model, signal }: Preparing, plan: ContextPlan, share?: number): Promise<TurnContext> {
  const { context: tools, now, limits } = chat;
  const { summaries: rules = ownSummaries } = plan.request;
  const about = { scope, ref, model, conversationId: turn.conversationId, turnId: turn.id };
  const fitted = await fitContext({
    tools,
    scope,
    plan,
    writer: await openWriter({ ...chat, rules }, about),
    now,
    signal,
    within: limits.summaryWithin,
    compaction: rules.enabled && plan.settings.compaction !== 'off',
    automatic: true,
    ...(share === undefined ? {} : { share }),
  });
  if (fitted.conversation) chat.hints.conversationChanged(fitted.conversation);
  if (fitted.failure) chat.logger.warn({ model: plan.request.ref, reason: String(fitted.failure) }, 'A summary could not be written.');
  return { ...toTurnContext(fitted.plan), warnings: warningsOf(fitted) };
}

function warningsOf({ fold, failure }: Fitted): Warning[] {
  if (fold === null) return [];
  const count = fold.detail.messages ?? 0;
  if (fold.kind === 'summary') return [{ code: 'context.summarised', message: `${count} older messages were summarised to make room.` }];
  const why = failure ? ' A summary of them could not be written.' : '';
  return [{ code: 'context.cut', message: `${count} older messages no longer fit and were not sent.${why}` }];
}

function toTurnContext(plan: ContextPlan): TurnContext {
  const { conversation, settings, firstExchange } = plan;
  if (conversation === null) throw new Error('A turn has a conversation.');
  return { messages: toModelMessages(assembleContext(plan)), settings, conversation, firstExchange, plan, warnings: [] };
}
