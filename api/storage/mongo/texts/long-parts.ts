import type { StoredMessage } from '../rows/message-row.ts';
import type { Unit } from '../unit.ts';
import { keepText, readLongText } from './long-text.ts';

/** Outside of a transaction an edit may come between reading a message and its chunks; it cannot do so for ever. */
const timesAtMost = 3;

/** A message with its parts in place, whether they were in it or in chunks. One whose chunks are gone shows as damaged. */
export async function withLongParts(unit: Unit, message: StoredMessage): Promise<StoredMessage> {
  let stored: StoredMessage | null = message;
  for (let time = 0; stored !== null && time < timesAtMost; time += 1) {
    if (stored.longParts === undefined) return stored;
    const parts = await readLongText(unit.in.chunks, stored.longParts, unit.at);
    if (parts !== null) return { ...stored, parts, longParts: undefined };
    stored = await unit.in.messages.findOne({ _id: message._id }, unit.at);
  }
  return message;
}

/** Keeps the parts of a message, in chunks where they are long. Returns what is to change in it. */
export async function keepParts(
  unit: Unit,
  { _id: of, conversationId }: Pick<StoredMessage, '_id' | 'conversationId'>,
  parts: string,
): Promise<{ $set: Pick<StoredMessage, 'parts' | 'longParts'>; $unset?: { longParts: 1 } }> {
  const { text, long } = await keepText(unit, parts, { of, conversationId });
  return long === undefined ? { $set: { parts: text }, $unset: { longParts: 1 } } : { $set: { parts: text, longParts: long } };
}
