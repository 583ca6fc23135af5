import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';
import { hiddenBy } from './hidden-by.ts';

/** A message of this conversation, hidden or not. The conversation must have been found in the caller's scope before. */
export async function findMessage(unit: Unit, conversationId: string, id: string): Promise<StoredMessage | null> {
  const message = await unit.in.messages.findOne({ _id: id }, unit.at);
  return message?.conversationId === conversationId ? message : null;
}

/** A message of this conversation that neither is deleted nor lies under a deleted one. */
export async function findVisibleMessage(unit: Unit, conversationId: string, id: string): Promise<StoredMessage | null> {
  const message = await findMessage(unit, conversationId, id);
  return message !== null && (await hiddenBy(unit, conversationId, message.ordinal)) === null ? message : null;
}
