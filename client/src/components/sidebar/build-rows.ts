import type { Conversation, Damaged } from '@parley/contracts';
import { isDamaged } from '../../lib/conversations/conversation-cache.ts';
import { dateGroupOf, type DateGroup } from '../../lib/group-by-date.ts';

export type Row =
  | { readonly kind: 'heading'; readonly group: 'pinned' | 'results' | DateGroup; readonly at: number }
  | { readonly kind: 'chat'; readonly conversation: Conversation }
  | { readonly kind: 'damaged'; readonly id: string }
  | { readonly kind: 'more' };

interface Lists {
  readonly pinned: readonly (Conversation | Damaged)[];
  readonly others: readonly (Conversation | Damaged)[];
  /** Whether more rows are behind the last one. */
  readonly more: boolean;
  readonly now: number;
}

const rowOf = (item: Conversation | Damaged): Row =>
  isDamaged(item) ? { kind: 'damaged', id: item.id } : { kind: 'chat', conversation: item };

/** The sidebar's rows: the pinned chats, then the others under headings by the day of their last message. */
export function buildRows({ pinned, others, more, now }: Lists): readonly Row[] {
  const kept = pinned.filter((item) => isDamaged(item) || !item.state.archived);
  const rows: Row[] = kept.length > 0 ? [{ kind: 'heading', group: 'pinned', at: 0 }, ...kept.map(rowOf)] : [];
  let last: DateGroup | undefined;
  for (const item of others) {
    if (isDamaged(item)) {
      rows.push(rowOf(item));
      continue;
    }
    if (item.state.pinned) continue;
    const group = dateGroupOf(item.activityAt, now);
    if (group !== last) rows.push({ kind: 'heading', group, at: item.activityAt });
    last = group;
    rows.push(rowOf(item));
  }
  if (more) rows.push({ kind: 'more' });
  return rows;
}

/** The rows of a search: one list, last active first. */
export function buildResultRows(found: readonly (Conversation | Damaged)[], more: boolean): readonly Row[] {
  const rows: Row[] = found.map(rowOf);
  if (rows.length > 0) rows.unshift({ kind: 'heading', group: 'results', at: 0 });
  if (more) rows.push({ kind: 'more' });
  return rows;
}
