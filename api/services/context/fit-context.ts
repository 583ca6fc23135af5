import { uuidv7 } from '@parley/chat-core';
import { limits } from '@parley/contracts';
import type { NoteRow } from '../../storage/ports/context.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { exceeds, plannedTokens, type ContextPlan, type Counted } from './context-plan.ts';
import type { ContextTools } from './context-tools.ts';
import { foldPlan, foldedTokens, splitPlan, type Split } from './fold-plan.ts';
import { ownSummaries } from './summary-rules.ts';
import { pinnedAbove } from './plan-context.ts';
import type { SummaryWriter } from './open-writer.ts';
import { weighText } from './weigh.ts';
import { summaryTokensOf, writeSummary } from './write-summary.ts';

export interface Fitting {
  readonly tools: ContextTools;
  readonly scope: Scope;
  readonly plan: ContextPlan;
  /** Writes the summary. */
  readonly writer: SummaryWriter;
  readonly now: () => number;
  /** Whoever waits has gone: nothing is folded. */
  readonly signal: AbortSignal;
  /** Milliseconds that the writing of a summary may take. */
  readonly within: number;
  /** False: older messages are left out, not summarised. */
  readonly compaction: boolean;
  /** False: a person asked. */
  readonly automatic: boolean;
  /** Of the room for messages, what stays. */
  readonly share?: number;
}

export interface Fitted {
  readonly plan: ContextPlan;
  /** What was kept for it; null when nothing could be folded. */
  readonly fold: NoteRow | null;
  /** As the fold changed it. */
  readonly conversation: ConversationRow | null;
  /** Why there is no summary where one was wanted. */
  readonly failure: Error | null;
}

/**
 * Folds the older part of a plan: into a summary that the model writes, or, where that is not wanted or fails, into a cut. The fold is kept, so that
 * what is sent from now on begins the same. Messages are not touched.
 */
export async function fitContext(fitting: Fitting): Promise<Fitted> {
  const { tools, scope, plan, now, automatic, compaction, share } = fitting;
  const split = splitPlan(plan, share);
  const place = split && placeOf(split);
  if (split === null || place === null) return { plan, fold: null, conversation: null, failure: null };
  const { whole, before } = await withWhatIsAbove(fitting, split);
  const isWorthIt = split.folded.length >= (plan.request.summaries?.fewest ?? 0);
  const written = compaction && (isWorthIt || !automatic) ? await summarise(fitting, split, before) : { text: '', failure: null };
  // Nobody is cut short for a summary that was wanted before its time.
  const isEarly = share === undefined && !exceeds(plan);
  if (fitting.signal.aborted || (written.text === '' && (!automatic || isEarly)))
    return { plan, fold: null, conversation: null, failure: written.failure };
  const { conversationId } = plan.request;
  const kind = written.text === '' ? 'cut' : 'summary';
  const fold: NoteRow = {
    id: uuidv7(),
    ...place,
    kind,
    text: written.text,
    detail: {
      automatic,
      budget: plan.budget.input,
      messages: split.folded.length,
      tokens: Math.round(foldedTokens(split)),
      ...(kind === 'summary' ? { model: fitting.writer.ref } : {}),
      ...(kind === 'cut' && before !== null ? { summary: before.id } : {}),
    },
    createdAt: now(),
    editedAt: null,
  };
  const caps = { marks: limits.contextMarks, folds: limits.contextFolds };
  const stored = await tools.storage.putNote(scope, conversationId, fold, caps);
  const summary = kind === 'summary' ? fold : before;
  const summaryWeight = await weighText(tools, plan.budget, summary?.text ?? '');
  return {
    plan: foldPlan(whole, split, fold, summary, summaryWeight),
    fold,
    conversation: typeof stored === 'object' ? stored : null,
    failure: written.failure,
  };
}

/** A fold ends right above what stays, whatever lies there: a message that was excluded too. */
export function placeOf({ kept }: Split): Pick<NoteRow, 'messageId' | 'ordinal'> | null {
  const { parentId, parentOrdinal } = kept[0]?.message ?? {};
  return parentId === undefined || parentId === null || parentOrdinal === undefined
    ? null
    : { messageId: parentId, ordinal: parentOrdinal };
}

/** Where the budget ended before a fold was met: the nearest summary above, and the pinned messages there. */
async function withWhatIsAbove(
  { tools, scope, plan }: Fitting,
  { folded }: Split,
): Promise<{ whole: ContextPlan; before: NoteRow | null }> {
  if (!plan.unread) return { whole: plan, before: plan.summary };
  const top = folded[0]!.message;
  const { request, notes } = plan;
  const summaries = notes.filter(({ kind, ordinal }) => kind === 'summary' && ordinal < top.ordinal);
  const at = await tools.storage.readOnPath(
    scope,
    request.conversationId,
    top.id,
    summaries.map(({ messageId }) => messageId),
  );
  const nearest = at.at(-1)?.id;
  const pinned = await pinnedAbove(tools, scope, request, { notes, below: top.ordinal, budget: plan.budget });
  return { whole: { ...plan, pinned }, before: summaries.findLast(({ messageId }) => messageId === nearest) ?? null };
}

/** Of the budget, what is read for a summary, so that the call itself fits. */
const readShare = 0.9;

async function summarise(
  { writer: { ask, ref, contextTokens = Infinity }, plan, signal, within }: Fitting,
  { folded }: Split,
  before: NoteRow | null,
): Promise<{ text: string; failure: Error | null }> {
  const both = AbortSignal.any([signal, AbortSignal.timeout(within)]);
  const rules = plan.request.summaries ?? ownSummaries;
  const holds = Math.max(0, contextTokens - summaryTokensOf(rules));
  const room = Math.min(plan.budget.input, plannedTokens(plan), holds) * readShare;
  const messages = newestWithin(folded, room).map(({ message }) => message);
  try {
    const text = await writeSummary({ ask, rules, model: ref.id, before: before?.text ?? null, messages, signal: both });
    return { text, failure: text === '' ? new Error('The model wrote no summary.') : null };
  } catch (error) {
    return { text: '', failure: error instanceof Error ? error : new Error(String(error)) };
  }
}

function newestWithin(messages: readonly Counted[], room: number): readonly Counted[] {
  let first = messages.length;
  let left = room;
  while (first > 0 && left >= messages[first - 1]!.tokens) {
    first -= 1;
    left -= messages[first]!.tokens;
  }
  return messages.slice(Math.min(first, messages.length - 1));
}
