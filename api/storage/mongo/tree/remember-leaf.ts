import type { OwnerUnit } from '../unit.ts';
import { findMessage } from './find-message.ts';
import { isAtOrUnder } from './is-at-or-under.ts';
import { seenId } from './leaf-under.ts';

interface Leaving {
  readonly conversationId: string;
  readonly activeLeafId: string | null;
  readonly leavingId: string | undefined;
  /** The parent that the message left and the message gone to have in common. */
  readonly parentOrdinal: number;
}

/** Notes the active leaf under the sibling that is left; a message that is no sibling, or not above the leaf, is ignored. */
export async function rememberLeaf(unit: OwnerUnit, { conversationId, activeLeafId, leavingId, parentOrdinal }: Leaving): Promise<void> {
  if (leavingId === undefined || activeLeafId === null) return;
  const left = await findMessage(unit, conversationId, leavingId);
  const leaf = await findMessage(unit, conversationId, activeLeafId);
  if (left === null || leaf === null || left.parentOrdinal !== parentOrdinal) return;
  if (!(await isAtOrUnder(unit, conversationId, leaf.ordinal, left.ordinal))) return;
  await unit.in.seenLeaves.updateOne(
    { _id: seenId(unit.ownerId, leavingId) },
    { $set: { conversationId, leafId: activeLeafId } },
    { ...unit.at, upsert: true },
  );
}
