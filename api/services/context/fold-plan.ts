import type { SummaryRules } from '../../providers/port.ts';
import type { NoteRow } from '../../storage/ports/context.ts';
import { sumOf, type ContextPlan, type Counted, type Dropped, type Weighed } from './context-plan.ts';
import { fitPinned } from './plan-context.ts';
import { answersCallsOf } from './tool-pairs.ts';

/** What is to be folded, oldest first, and what stays. */
export interface Split {
  readonly folded: readonly Counted[];
  readonly kept: readonly Counted[];
}

/**
 * Of the room for messages, what stays after a fold. Dropping in such steps leaves the beginning of what is sent the same for many turns, so that
 * a provider's cache of it holds.
 */
const stays = 0.5;
const pinnedShare = 0.5;

/** Of the room for messages, what the operator's wish to keep more may fill. */
const keepsAtMost = 0.9;

/**
 * Splits what a plan would send: the newest that fill `share` of the room stay, and begin with a question; results stay with their calls. Without a
 * `share` more stays where the operator wants that. Null when nothing can be folded.
 */
export function splitPlan({ kept, budget, fixed, summaryWeight, request }: ContextPlan, share?: number): Split | null {
  const room = Math.max(0, budget.foldAt - fixed.tokens - summaryWeight.tokens) * (share ?? stays);
  let first = kept.length - 1;
  let left = room - (kept[first]?.tokens ?? 0);
  while (first > 0 && left >= kept[first - 1]!.tokens) {
    first -= 1;
    left -= kept[first]!.tokens;
  }
  while (first < kept.length - 1 && !mayBegin(kept, first)) first += 1;
  const { keep } = request.summaries ?? {};
  if (share === undefined && keep !== undefined)
    first = keepMore(kept, first, keep, (budget.input - fixed.tokens - summaryWeight.tokens) * keepsAtMost);
  // A question that stays alone may hang on its own calls: then they are one.
  while (first > 0 && !mayBegin(kept, first)) first -= 1;
  return first === 0 ? null : { folded: kept.slice(0, first), kept: kept.slice(first) };
}

/** Where what stays begins, once it has so many exchanges and tokens, as far as there is room. */
function keepMore(
  kept: readonly Counted[],
  from: number,
  { turns = 0, tokens = 0 }: NonNullable<SummaryRules['keep']>,
  room: number,
): number {
  let first = from;
  let [left, lacking] = [room - sumOf(kept.slice(from)), tokens - sumOf(kept.slice(from))];
  let exchanges = kept.slice(from).filter(({ message }) => message.role === 'user').length;
  for (let at = from - 1; at >= 0 && (exchanges < turns || lacking > 0 || at < first - 1); at -= 1) {
    left -= kept[at]!.tokens;
    if (left < 0) break;
    lacking -= kept[at]!.tokens;
    if (!mayBegin(kept, at)) continue;
    first = at;
    exchanges += 1;
  }
  return first;
}

function mayBegin(kept: readonly Counted[], first: number): boolean {
  const { message } = kept[first]!;
  return (
    message.role !== 'assistant' &&
    !answersCallsOf(
      message,
      kept.slice(0, first).map((each) => each.message),
    )
  );
}

/** The plan once a fold stands for what was split off. */
export function foldPlan(
  plan: ContextPlan,
  { folded, kept }: Split,
  fold: NoteRow,
  summary: NoteRow | null,
  summaryWeight: Weighed,
): ContextPlan {
  const pinned = fitPinned([...plan.pinned, ...folded.filter((each) => each.pinned)], plan.budget.input * pinnedShare);
  const reason = fold.kind === 'summary' ? 'summarised' : 'no-room';
  const left: Dropped[] = folded.filter((each) => !each.pinned).map(({ message, tokens }) => ({ message, tokens, reason }));
  return {
    ...plan,
    notes: [...plan.notes, fold],
    fold,
    summary,
    pinned: pinned.kept,
    kept,
    dropped: [...left, ...pinned.dropped, ...plan.dropped],
    unread: false,
    summaryWeight,
  };
}

/** How many tokens a split takes away. */
export const foldedTokens = ({ folded }: Split): number => sumOf(folded);
