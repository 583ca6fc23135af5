import { layOver } from '@parley/chat-core';
import type { Damaged, Part } from '@parley/contracts';
import type { NoteRow } from '../../storage/ports/context.ts';
import type { MessageRow, MessageWithSiblings } from '../../storage/ports/messages.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { budgetFor, type Budget } from './budget.ts';
import { foldsFor, summaryOf } from './choose-folds.ts';
import type { ContextPlan, ContextRequest, Counted, Dropped } from './context-plan.ts';
import type { ContextTools } from './context-tools.ts';
import { answersCallsOf } from './tool-pairs.ts';
import { leaveOutParts } from './leave-out-parts.ts';
import { openBranch, type Branch } from './walk-branch.ts';
import { addWeights, weighed, weighText, weightless } from './weigh.ts';

/** An answer that never came has nothing to say to a model. */
const isSendable = (message: MessageRow): boolean =>
  message.parts.some(({ type }) => type !== 'fallback' && type !== 'warning' && type !== 'error');

/** How far beyond the budget a branch is read, so that what has to be folded now is known. */
const readBeyond = 1.5;
/** Of the budget, for pinned messages that lie above the fold. */
const pinnedShare = 0.5;

/**
 * Reads what would be sent: the branch, newest first, down from the fold that holds, as far as the budget reaches. The work grows with what is
 * sent, never with the conversation. Throws `conversation.not-found` and `message.not-found`.
 */
export async function planContext(tools: ContextTools, scope: Scope, request: ContextRequest): Promise<ContextPlan> {
  const { storage, counts, counter, calibrations } = tools;
  const { conversationId, leafId, ref, facts, tail } = request;
  const method = counter.ready(ref.id);
  const [branch, notes, calibration] = await Promise.all([
    leafId === null ? null : openBranch(storage, scope, conversationId, leafId),
    storage.readNotes(scope, conversationId),
    calibrations.of(ref.endpoint, ref.id),
  ]);
  const conversation = branch === null ? await storage.getConversation(scope, conversationId) : branch.conversation;
  const settings = tools.settingsFor(ref, layOver(conversation?.settings, request.settings));
  const budget = budgetFor(settings, facts, method, calibration, request.summaries);
  const { instructions = '' } = settings;
  const tailWeight = tail === undefined ? weightless : weighed(await counts.of(tail, method), budget);
  const fixed = addWeights(tailWeight, await weighText(tools, budget, instructions));

  const room = budget.input;
  const limit = room * readBeyond - fixed.tokens;
  const { kept, dropped, fold, unread } = await collect(tools, branch, { request, notes, folds: foldsFor(notes, budget), budget, limit });
  const summary = summaryOf(fold, notes);
  const pinned = fold === null ? [] : await pinnedAbove(tools, scope, request, { notes, below: fold.ordinal + 1, budget });
  const fitting = fitPinned(pinned, room * pinnedShare);
  return {
    request,
    conversation,
    settings,
    firstExchange: branch !== null && branch.whole && branch.firstPage === (request.answerId === undefined ? 1 : 2),
    budget,
    notes,
    fold,
    summary,
    pinned: fitting.kept,
    kept,
    dropped: [...fitting.dropped, ...dropped],
    unread,
    fixed,
    summaryWeight: await weighText(tools, budget, summary?.text ?? ''),
  };
}

interface Collecting {
  readonly request: ContextRequest;
  readonly notes: readonly NoteRow[];
  readonly folds: ReadonlyMap<string, NoteRow>;
  readonly budget: Budget;
  readonly limit: number;
}

type Collected = Pick<ContextPlan, 'kept' | 'dropped' | 'fold' | 'unread'>;

async function collect({ counts }: ContextTools, branch: Branch | null, needs: Collecting): Promise<Collected> {
  const { request, notes, folds, budget } = needs;
  const marks = new Map(notes.filter(({ kind }) => kind === 'pinned' || kind === 'excluded').map((note) => [note.id, note]));
  const kept: Counted[] = [];
  const dropped: Dropped[] = [];
  let left = needs.limit;
  const done = (fold: NoteRow | null, unread: boolean): Collected => ({
    kept: kept.toReversed(),
    dropped: dropped.toReversed(),
    fold,
    unread,
  });
  for await (const stored of branch === null ? nothing() : branch.walk()) {
    if (stored.id === request.answerId) continue;
    // The newest message is always sent: nothing folds the question itself.
    const fold = kept.length === 0 && request.tail === undefined ? undefined : folds.get(stored.id);
    if (fold !== undefined) return done(fold, false);
    if ('type' in stored) {
      dropped.push({ message: stored, reason: 'damaged', tokens: 0 });
      continue;
    }
    if (!isSendable(stored)) continue;
    const mark = marks.get(stored.id);
    const { message, left: leftOut } = withoutParts(stored, mark);
    const counted = leftOut === null ? counts.ofStored(stored, budget.method) : counts.of(message, budget.method);
    const { count, tokens } = weighed(await counted, budget);
    if (mark?.kind === 'excluded' && leftOut === null) dropped.push({ message, tokens, reason: 'excluded' });
    else if (kept.length > 0 && left < tokens) return done(null, true);
    else {
      left -= tokens;
      kept.push({ message, count, tokens, pinned: mark?.kind === 'pinned' });
      if (leftOut !== null) {
        const weight = weighed(await counts.of(leftOut, budget.method), budget);
        dropped.push({ message: leftOut, tokens: weight.tokens, reason: 'excluded', parts: leftOut.parts.map(({ id }) => id) });
      }
      dropPairs(kept, dropped);
    }
  }
  return done(null, false);
}

/** A message without the parts that are excluded, and those alone; null: none are, or nothing would be left of it. */
function withoutParts(message: MessageRow, mark: NoteRow | undefined): { readonly message: MessageRow; readonly left: MessageRow | null } {
  if (mark?.kind !== 'excluded' || mark.detail.parts === undefined) return { message, left: null };
  const { rest, left } = leaveOutParts(message, mark.detail.parts);
  return left.parts.length === 0 || !isSendable(rest) ? { message, left: null } : { message: rest, left };
}

const isOfTools = ({ type }: Part): boolean => type === 'tool-call' || type === 'tool-result';

/** A message that was excluded takes along what answers its calls, wherever the two were written. Both lists are newest first. */
function dropPairs(kept: Counted[], dropped: Dropped[]): void {
  // Most messages call nothing and answer no call: a long branch is not looked through again and again for them.
  const excluded = dropped.flatMap(({ message }) => ('type' in message || !message.parts.some(isOfTools) ? [] : [message]));
  if (excluded.length === 0) return;
  for (let at = kept.length - 1; at > 0; at -= 1) {
    const { message, tokens } = kept[at]!;
    if (!answersCallsOf(message, excluded) && !excluded.some((other) => answersCallsOf(other, [message]))) continue;
    kept.splice(at, 1);
    dropped.push({ message, tokens, reason: 'pair' });
  }
}

async function* nothing(): AsyncGenerator<MessageWithSiblings | Damaged> {}

/** Pinned messages of the branch above an ordinal, oldest first. */
export async function pinnedAbove(
  { storage, counts }: ContextTools,
  scope: Scope,
  { conversationId, leafId }: Pick<ContextRequest, 'conversationId' | 'leafId'>,
  { notes, below, budget }: { readonly notes: readonly NoteRow[]; readonly below: number; readonly budget: Budget },
): Promise<Counted[]> {
  const ids = notes.filter(({ kind, ordinal }) => kind === 'pinned' && ordinal < below).map(({ messageId }) => messageId);
  if (ids.length === 0 || leafId === null) return [];
  const found = await storage.readOnPath(scope, conversationId, leafId, ids);
  return Promise.all(
    found
      .filter(isSendable)
      .map(async (message) => ({ message, ...weighed(await counts.ofStored(message, budget.method), budget), pinned: true })),
  );
}

/** The newest that fit; both lists oldest first. */
export function fitPinned(pinned: readonly Counted[], room: number): { readonly kept: Counted[]; readonly dropped: Dropped[] } {
  const kept: Counted[] = [];
  const dropped: Dropped[] = [];
  let left = room;
  for (const each of pinned.toReversed()) {
    left -= each.tokens;
    if (left >= 0) kept.push(each);
    else dropped.push({ message: each.message, tokens: each.tokens, reason: 'no-room' });
  }
  return { kept: kept.toReversed(), dropped: dropped.toReversed() };
}
