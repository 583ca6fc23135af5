import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';
import { hiddenBy } from './hidden-by.ts';

type Child = Pick<StoredMessage, '_id' | 'status'>;

export interface Around {
  /** Whether the message, or one above it, is deleted. */
  readonly hidden: boolean;
  /** The living messages under it, oldest first. */
  readonly children: readonly Child[];
}

/** Around the active leaf, or the roots where there is none: it can be seen, and nothing that lives hangs under it. */
export const aroundLeaf: Around = { hidden: false, children: [] };

/** What a new message under this one (0: a root) must know of its surroundings. */
export async function lookAround(unit: Unit, conversationId: string, ordinal: number): Promise<Around> {
  const hider = ordinal === 0 ? null : await hiddenBy(unit, conversationId, ordinal);
  const children = await unit.in.messages
    .find({ conversationId, parentOrdinal: ordinal, deletedAt: null }, unit.at)
    .project<Child>({ status: 1 })
    .sort({ ordinal: 1 })
    .toArray();
  return { hidden: hider !== null, children };
}
