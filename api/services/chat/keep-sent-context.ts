import { setImmediate } from 'node:timers/promises';
import { isKnownPart, type Part, type Usage } from '@parley/contracts';
import type { SentContextRow } from '../../storage/ports/context.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import type { TurnRow } from '../../storage/ports/turns.ts';
import { canonicalMessages, hashMessages } from '../context/canonical.ts';
import { plannedCount, plannedTokens } from '../context/context-plan.ts';
import type { Candidate } from './answer-by-attempts.ts';
import { bestEffort } from './best-effort.ts';
import { inBackground, type ChatContext } from './chat-context.ts';
import { modelCall } from './model-call.ts';

/** Keeps what a turn sends, behind the call: a person can look at it from now on. */
export function keepSentContext(chat: ChatContext, scope: Scope, turn: TurnRow, candidate: Candidate): void {
  const work = async (): Promise<void> => {
    // The call goes out first: hashing takes a millisecond for each few hundred kilobytes.
    await setImmediate();
    await chat.storage.putSentContext(scope, turn.conversationId, toSentContext(chat, turn, candidate));
  };
  inBackground(chat, bestEffort(chat.logger, 'keep what was sent', work));
}

function toSentContext(chat: ChatContext, turn: TurnRow, { ref, model, context }: Candidate): SentContextRow {
  const { plan } = context;
  const { fold, summary, pinned, kept, dropped, budget, request } = plan;
  const kind = summary === null ? 'cut' : 'summary';
  return {
    answerId: turn.answerId,
    turnId: turn.id,
    model: ref,
    sha256: hashMessages(canonicalMessages(modelCall(model.model, context))),
    fold: fold === null ? null : { id: fold.id, messageId: fold.messageId, kind, text: summary?.text ?? '' },
    pinned: pinned.map(({ message }) => message.id),
    excluded: dropped.flatMap(({ message, reason, parts }) =>
      parts === undefined && (reason === 'excluded' || reason === 'pair') ? [message.id] : [],
    ),
    excludedParts: Object.fromEntries(dropped.flatMap(({ message, parts }) => (parts === undefined ? [] : [[message.id, parts]]))),
    firstId: kept[0]?.message.id ?? null,
    dropped: dropped.length,
    tokens: Math.round(plannedTokens(plan)),
    budget: budget.input,
    answerParts: request.tail?.parts.length ?? 0,
    ...lastText(request.tail?.parts ?? []),
    sentAt: chat.now(),
  };
}

function lastText(parts: readonly Part[]): Pick<SentContextRow, 'answerText'> {
  const last = parts.at(-1);
  return last !== undefined && isKnownPart(last) && last.type === 'text' ? { answerText: last.text.length } : {};
}

/**
 * Learns from what a provider reports how well its tokens are counted. Nothing is learnt from what is counted by rule or grows at the provider's:
 * files, searches, an answer that was gone on with; nor from an address of a person's own, which may say anything.
 */
export function learnFromUsage(chat: ChatContext, turn: TurnRow, { ref, model, context }: Candidate, usage: Usage | null): void {
  const { plan } = context;
  const reported = usage?.inputTokens;
  if (reported === undefined || model.ownKey === true || turn.kind === 'continue' || context.settings.webSearch === true) return;
  if (context.messages.some(({ parts }) => parts.some(({ type }) => type === 'file'))) return;
  // Counted by another method than this model's own, while that was being loaded.
  if (plan.budget.method !== chat.context.counter.ready(ref.id)) return;
  const counted = plannedCount(plan);
  const work = (): Promise<void> => chat.context.calibrations.learn(ref.endpoint, ref.id, counted, reported);
  inBackground(chat, bestEffort(chat.logger, 'learn how tokens are counted', work));
}
