import { layOver } from '@parley/chat-core';
import { isKnownPart, RequestError, type ContextView, type Part } from '@parley/contracts';
import type { NoteRow, SentContextRow } from '../../storage/ports/context.ts';
import type { MessageRow } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { assumedFacts, type ModelFacts } from '../models/model-facts.ts';
import { budgetFor, type Budget } from './budget.ts';
import type { ContextPlan, Counted, Dropped } from './context-plan.ts';
import type { ContextDependencies } from './context-dependencies.ts';
import type { ContextTools } from './context-tools.ts';
import { viewContext } from './view-context.ts';
import { leaveOutParts } from './leave-out-parts.ts';
import { openBranch, type Branch } from './walk-branch.ts';
import { weighed, weightless } from './weigh.ts';

/**
 * What was sent for an answer, put together again from the messages as they are now; `exact` says whether it is the same to the byte. Throws
 * `context.not-kept` where nothing was kept.
 */
export async function sentContext(
  { tools, storage, resolveModel }: ContextDependencies,
  scope: Scope,
  conversationId: string,
  answerId: string,
): Promise<ContextView> {
  const branch = await openBranch(tools.storage, scope, conversationId, answerId);
  const sent = await tools.storage.getSentContext(scope, conversationId, answerId);
  if (sent === null) throw new RequestError('context.not-kept');
  const [turn, facts] = await Promise.all([storage.getTurn(scope, sent.turnId), factsOf(resolveModel, scope, sent)]);
  const settings = tools.settingsFor(sent.model, layOver(branch.conversation.settings, turn?.settings ?? {}));
  const method = await tools.counter.load(sent.model.id);
  const budget = budgetFor(settings, facts, method, await tools.calibrations.of(sent.model.endpoint, sent.model.id));
  const { answer, kept, dropped } = await collectSent(tools, branch, sent, budget);
  const found = sent.pinned.length === 0 ? [] : await tools.storage.readOnPath(scope, conversationId, answerId, sent.pinned);
  const pinned = await Promise.all(found.map((message) => count(tools, message, budget)));
  const fold = sent.fold === null ? null : foldOf(sent.fold);
  const summary = fold !== null && fold.text !== '' ? fold : null;
  const tail =
    sent.answerParts === 0 || answer === null ? {} : { tail: { role: 'assistant' as const, parts: partsSent(answer.parts, sent) } };
  const plan: ContextPlan = {
    request: { conversationId, leafId: answerId, answerId, ref: sent.model, facts, settings, ...tail },
    conversation: branch.conversation,
    settings,
    firstExchange: false,
    budget: { ...budget, input: sent.budget, foldAt: sent.budget },
    notes: [],
    fold,
    summary,
    pinned,
    kept,
    dropped,
    unread: false,
    fixed: weightless,
    summaryWeight: weightless,
  };
  return viewContext(tools, plan, {
    when: 'after',
    next: null,
    summaries: tools.summaries().enabled,
    leftOut: [],
    sentAt: sent.sentAt,
    usage: answer?.usage ?? null,
    prices: facts.prices,
    sent,
  });
}

/** What there was of an answer when it was gone on with: more may have been appended to its last words since. */
function partsSent(parts: readonly Part[], { answerParts, answerText }: SentContextRow): Part[] {
  return parts
    .slice(0, answerParts)
    .map((part, at) =>
      at === answerParts - 1 && answerText !== undefined && isKnownPart(part) && part.type === 'text'
        ? { ...part, text: part.text.slice(0, answerText) }
        : part,
    );
}

async function factsOf(resolveModel: ContextDependencies['resolveModel'], scope: Scope, { model }: SentContextRow): Promise<ModelFacts> {
  try {
    return (await resolveModel(scope, model)).facts;
  } catch (error) {
    // The endpoint is not configured any more, or its key is gone: what was sent can still be shown.
    if (error instanceof RequestError) return assumedFacts();
    throw error;
  }
}

const foldOf = ({ id, messageId, kind, text }: NonNullable<SentContextRow['fold']>): NoteRow => ({
  id,
  messageId,
  ordinal: 0,
  kind,
  text,
  detail: {},
  createdAt: 0,
  editedAt: null,
});

const count = async ({ counts }: ContextTools, message: MessageRow, budget: Budget): Promise<Counted> => ({
  message,
  ...weighed(await counts.ofStored(message, budget.method), budget),
  pinned: false,
});

/** Of a message without some of its parts, or of these alone. */
const countAnew = async ({ counts }: ContextTools, message: MessageRow, budget: Budget): Promise<Counted> => ({
  message,
  ...weighed(await counts.of(message, budget.method), budget),
  pinned: false,
});

interface CollectedSent {
  readonly answer: MessageRow | null;
  readonly kept: Counted[];
  readonly dropped: Dropped[];
}

/** Reads upwards from the answer to the message at which the request began. */
async function collectSent(tools: ContextTools, branch: Branch, sent: SentContextRow, budget: Budget): Promise<CollectedSent> {
  const kept: Counted[] = [];
  const dropped: Dropped[] = [];
  let answer: MessageRow | null = null;
  if (sent.firstId === null) return { answer, kept, dropped };
  for await (const message of branch.walk()) {
    if ('type' in message) dropped.push({ message, reason: 'damaged', tokens: 0 });
    else if (message.id === sent.answerId) answer = message;
    else if (message.parts.length > 0) {
      const parts = sent.excludedParts?.[message.id] ?? [];
      const { rest, left } = leaveOutParts(message, parts);
      const counted = parts.length === 0 ? await count(tools, message, budget) : await countAnew(tools, rest, budget);
      if (left.parts.length > 0) dropped.push({ ...(await countAnew(tools, left, budget)), reason: 'excluded', parts });
      if (sent.excluded.includes(message.id)) dropped.push({ ...counted, reason: 'excluded' });
      else kept.push(counted);
    }
    if (message.id === sent.firstId) break;
  }
  return { answer, kept: kept.toReversed(), dropped: dropped.toReversed() };
}
