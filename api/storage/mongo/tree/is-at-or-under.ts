import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';

/**
 * Goes up from a message until its ordinal is no longer above `target`: to the target itself when that lies on the way, else past
 * it. Ordinals fall on the way up, and the skip pointers of `skip-ordinal.ts` make the steps grow with the logarithm of the depth.
 * Returns where it is then; 0 is above the roots.
 */
export async function climb(unit: Unit, conversationId: string, ordinal: number, target: number): Promise<number> {
  let at = ordinal;
  while (at > target) {
    const up: Pick<StoredMessage, 'parentOrdinal' | 'skip'> | null = await unit.in.messages.findOne(
      { conversationId, ordinal: at },
      { ...unit.at, projection: { _id: 0, parentOrdinal: 1, skip: 1 } },
    );
    if (up === null) return 0;
    at = up.skip >= target ? up.skip : up.parentOrdinal;
  }
  return at;
}

/** Whether a message is another one or lies under it, both named by their ordinals. */
export async function isAtOrUnder(unit: Unit, conversationId: string, ordinal: number, ancestorOrdinal: number): Promise<boolean> {
  return (await climb(unit, conversationId, ordinal, ancestorOrdinal)) === ancestorOrdinal;
}
