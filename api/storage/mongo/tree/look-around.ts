import type { Filter } from 'mongodb';
import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';
import { hiderAmong } from './hidden-by.ts';
import { skipsTwice, top, type Placed } from './skip-ordinal.ts';

type Neighbour = Placed & Pick<StoredMessage, '_id' | 'parentOrdinal' | 'deletedAt' | 'status'>;

export interface Around {
  /** Whether the message, or one above it, is deleted. */
  readonly hidden: boolean;
  /** The living messages under it, oldest first. */
  readonly children: readonly Neighbour[];
  /** Where the message that its skip pointer leads to skips to; 0 where nothing under it needs to know. */
  readonly skipOfSkip: number;
}

/**
 * Everything about the surroundings of a message (or of the roots: `top`) that a new one under it must know, in one query of three
 * ranges, each with an index of its own.
 */
export async function lookAround(unit: Unit, conversationId: string, parent: Placed = top): Promise<Around> {
  const { ordinal, depth, skip } = parent;
  const ranges: Filter<StoredMessage>[] = [{ conversationId, parentOrdinal: ordinal, deletedAt: null }];
  if (ordinal > 0) ranges.push({ conversationId, deletedAt: { $gte: 0 }, ordinal: { $lte: ordinal } });
  if (skip > 0 && skipsTwice(depth)) ranges.push({ conversationId, ordinal: skip });
  const found = await unit.in.messages
    .find(ranges.length === 1 ? (ranges[0] ?? {}) : { $or: ranges }, unit.at)
    .project<Neighbour>({ ordinal: 1, parentOrdinal: 1, depth: 1, skip: 1, deletedAt: 1, status: 1 })
    .toArray();
  const children = found.filter((each) => each.parentOrdinal === ordinal && each.deletedAt === null);
  const roots = found.filter((each) => each.deletedAt !== null && each.ordinal <= ordinal);
  return {
    hidden: (await hiderAmong(unit, conversationId, ordinal, roots)) !== null,
    children: children.toSorted((a, b) => a.ordinal - b.ordinal),
    skipOfSkip: found.find((each) => each.ordinal === skip)?.skip ?? 0,
  };
}
