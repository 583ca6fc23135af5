import type { UpdateFilter } from 'mongodb';
import type { ConversationRow } from '../../ports/conversations.ts';
import { toConversationRow, type StoredConversation } from '../rows/conversation-row.ts';
import type { OwnerUnit } from '../unit.ts';

/** Changes a conversation that is there, gives it the next rev of its owner and returns it as it now is. */
export async function changeConversation(
  unit: OwnerUnit,
  id: string,
  set: Readonly<Record<string, unknown>> = {},
  runningMore = 0,
): Promise<ConversationRow> {
  unit.owner.rev += 1;
  unit.owner.running += runningMore;
  const update: UpdateFilter<StoredConversation> = {
    $set: { ...set, rev: unit.owner.rev },
    ...(runningMore === 0 ? {} : { $inc: { runningTurns: runningMore } }),
  };
  const changed = await unit.in.conversations.findOneAndUpdate({ _id: id, ownerId: unit.ownerId }, update, {
    ...unit.at,
    returnDocument: 'after',
  });
  if (changed === null) throw new Error(`Conversation ${id} is missing.`);
  return toConversationRow(changed);
}

/** Whether any of these ids was once here and is gone. */
export async function isBuried(unit: OwnerUnit, ids: readonly string[]): Promise<boolean> {
  return (await unit.in.tombstones.findOne({ _id: { $in: [...ids] } }, unit.at)) !== null;
}

/** Whether an id is, or ever was, a conversation's. */
export async function isTaken(unit: OwnerUnit, id: string): Promise<boolean> {
  return (await unit.in.conversations.findOne({ _id: id }, unit.at)) !== null || isBuried(unit, [id]);
}

/** Where the next message of the conversation goes: after what is left of it. */
export async function lastOrdinal(unit: OwnerUnit, conversationId: string): Promise<number> {
  const last = await unit.in.messages.findOne(
    { conversationId },
    { ...unit.at, sort: { ordinal: -1 }, projection: { _id: 0, ordinal: 1 } },
  );
  return last?.ordinal ?? 0;
}
