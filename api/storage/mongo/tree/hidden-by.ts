import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';
import { climb } from './is-at-or-under.ts';

export type DeletedRoot = Pick<StoredMessage, 'ordinal' | 'parentOrdinal'>;

/**
 * The topmost deleted message at or above a message, which hides it; null when it can be seen. Only the deleted roots of the
 * conversation are looked at, newest first, in one climb that passes them all.
 */
export async function hiddenBy(unit: Unit, conversationId: string, ordinal: number): Promise<DeletedRoot | null> {
  const roots = await unit.in.messages
    .find({ conversationId, deletedAt: { $gte: 0 }, ordinal: { $lte: ordinal } }, unit.at)
    .project<DeletedRoot>({ _id: 0, ordinal: 1, parentOrdinal: 1 })
    .toArray();
  let hider: DeletedRoot | null = null;
  let at = ordinal;
  for (const root of roots.toSorted((a, b) => b.ordinal - a.ordinal)) {
    at = await climb(unit, conversationId, at, root.ordinal);
    if (at === root.ordinal) hider = root;
  }
  return hider;
}
