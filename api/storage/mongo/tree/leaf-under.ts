import type { Unit } from '../unit.ts';
import { findMessage } from './find-message.ts';
import { hiddenBy } from './hidden-by.ts';
import { isAtOrUnder } from './is-at-or-under.ts';
import { newestUnder, type Found } from './shape-under.ts';

/** The id of a seen leaf's document. */
export const seenId = (userId: string, messageId: string): string => `${userId}:${messageId}`;

/**
 * Where choosing a visible message leads: to the leaf last seen under it, or what has grown under that since, else to its
 * newest descendant.
 */
export async function leafUnder(unit: Unit, conversationId: string, userId: string, message: Found): Promise<string> {
  const seen = await seenLeaf(unit, conversationId, userId, message);
  return (await newestUnder(unit, conversationId, seen ?? message))._id;
}

async function seenLeaf(unit: Unit, conversationId: string, userId: string, message: Found): Promise<Found | null> {
  const seen = await unit.in.seenLeaves.findOne({ _id: seenId(userId, message._id) }, unit.at);
  const leaf = seen === null ? null : await findMessage(unit, conversationId, seen.leafId);
  if (leaf === null || !(await isAtOrUnder(unit, conversationId, leaf.ordinal, message.ordinal))) return null;
  return (await hiddenBy(unit, conversationId, leaf.ordinal)) === null ? leaf : null;
}
