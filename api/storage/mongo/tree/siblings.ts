import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';

/** Ids of the living messages under each of these parents (0: the roots), oldest first, in one query. */
export async function livingChildren(unit: Unit, conversationId: string, parents: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await unit.in.messages
    .find({ conversationId, parentOrdinal: { $in: [...new Set(parents)] }, deletedAt: null }, unit.at)
    .project<Pick<StoredMessage, '_id' | 'parentOrdinal'>>({ parentOrdinal: 1 })
    .sort({ parentOrdinal: 1, ordinal: 1 })
    .toArray();
  const children = new Map<number, string[]>();
  for (const { _id, parentOrdinal } of rows) {
    const known = children.get(parentOrdinal);
    if (known === undefined) children.set(parentOrdinal, [_id]);
    else known.push(_id);
  }
  return children;
}
