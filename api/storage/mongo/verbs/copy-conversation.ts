import { uuidv7 } from '@parley/chat-core/uuid';
import type { ConversationRow } from '../../ports/conversations.ts';
import { existingConversation, findConversation } from '../reads/conversations.ts';
import { fromNewConversation, toConversationRow } from '../rows/conversation-row.ts';
import type { StoredMessage } from '../rows/message-row.ts';
import { noteId } from '../rows/note-row.ts';
import { copyText } from '../texts/long-text.ts';
import { findVisibleMessage } from '../tree/find-message.ts';
import { readPath } from '../tree/read-path.ts';
import { allUnder } from '../tree/shape-under.ts';
import { placeUnder, top, type Placed } from '../tree/skip-ordinal.ts';
import type { OwnerUnit } from '../unit.ts';
import { isTaken } from './change-conversation.ts';
import { copyFileUses } from './file-uses.ts';

interface CopyInput {
  readonly newId: string;
  readonly upToMessageId?: string;
  readonly title: string;
  readonly now: number;
}

export async function copyConversation(
  unit: OwnerUnit,
  id: string,
  { newId, upToMessageId, title, now }: CopyInput,
): Promise<ConversationRow | 'taken' | 'no-message' | null> {
  const { ownerId } = unit;
  const original = await findConversation(unit, ownerId, id);
  if (original === null) return null;
  const earlier = await findConversation(unit, ownerId, newId);
  if (earlier !== null) return earlier.copiedFrom === id ? toConversationRow(earlier) : 'taken';
  if (await isTaken(unit, newId)) return 'taken';
  const ordinals = upToMessageId === undefined ? await wholeTree(unit, id) : await pathTo(unit, id, upToMessageId);
  if (ordinals === null) return 'no-message';

  const leaf = upToMessageId ?? original.state.activeLeafId;
  const { last, leafId } = await copyMessages(unit, { from: id, to: newId, ordinals, leafId: leaf });
  const titleSource = title === original.title ? original.titleSource : 'user';
  const { settings } = toConversationRow(original);
  unit.owner.rev += 1;
  const copy = fromNewConversation({ id: newId, ownerId, title, titleSource, settings, copiedFrom: id, now }, unit.owner.rev);
  // What was copied has been seen already.
  const state = { ...copy.state, activeLeafId: leafId, readOrdinal: last };
  await unit.in.conversations.insertOne({ ...copy, nextOrdinal: last + 1, lastOrdinal: last, state }, unit.at);
  return existingConversation(unit, ownerId, newId);
}

async function pathTo(unit: OwnerUnit, conversationId: string, messageId: string): Promise<number[] | null> {
  const message = await findVisibleMessage(unit, conversationId, messageId);
  if (message === null) return null;
  return (await readPath(unit, conversationId, message.ordinal, message.depth)).map((step) => step.ordinal).toReversed();
}

async function wholeTree(unit: OwnerUnit, conversationId: string): Promise<number[]> {
  return (await allUnder(unit, conversationId, 0)).map((message) => message.ordinal);
}

interface Copy {
  readonly from: string;
  readonly to: string;
  /** Of the messages to copy, parents first. */
  readonly ordinals: readonly number[];
  /** The message whose copy is to be the active leaf. */
  readonly leafId: string | null;
}

interface Copied extends Placed {
  readonly id: string;
  /** Whether another copied message hangs under it. */
  hasChild: boolean;
}

/** Messages are copied this many at a time, so that their text is in memory only for so long. */
const batchSize = 200;

/**
 * Copies messages with fresh ids and ordinals. Queued ones are left out, which nothing but queued ones can hang under. Returns the
 * last ordinal and the new leaf: the copy of the one wanted, or of what it hung under when that was left out; else, or if that has
 * something under it, the newest message.
 */
async function copyMessages(unit: OwnerUnit, { from, to, ordinals, leafId }: Copy): Promise<{ last: number; leafId: string | null }> {
  const copies = new Map<number, Copied>();
  /** The new ids by the old. */
  const copiesById = new Map<string, string>();
  /** The new ones' skip pointers, by their ordinals; above the roots is 0. */
  const skips = [0];
  /** Of queued messages, what they hang under. */
  const leftOut = new Map<number, number>();
  let last: Copied | undefined;
  let leaf: Copied | undefined;

  const copyOne = (source: StoredMessage): StoredMessage | null => {
    if (source.status === 'queued') {
      leftOut.set(source.ordinal, source.parentOrdinal);
      if (source._id === leafId) leaf = copies.get(firstCopied(source.parentOrdinal, leftOut));
      return null;
    }
    const parent = copies.get(source.parentOrdinal);
    const place = placeUnder(parent ?? top, skips[parent?.skip ?? 0] ?? 0);
    const copy: Copied = { id: uuidv7(), ordinal: (last?.ordinal ?? 0) + 1, hasChild: false, ...place };
    if (parent !== undefined) parent.hasChild = true;
    copies.set(source.ordinal, copy);
    copiesById.set(source._id, copy.id);
    skips[copy.ordinal] = place.skip;
    if (source._id === leafId) leaf = copy;
    last = copy;
    const cut = source.status === 'running' || source.status === 'waiting';
    return {
      ...source,
      ...place,
      _id: copy.id,
      conversationId: to,
      ordinal: copy.ordinal,
      parentId: parent?.id ?? null,
      parentOrdinal: parent?.ordinal ?? 0,
      turnId: null,
      cost: null,
      deletedAt: null,
      ...(cut ? { status: 'interrupted' as const, stopReason: 'interrupted' as const } : {}),
    };
  };

  for (let start = 0; start < ordinals.length; start += batchSize) {
    const sources = await unit.in.messages
      .find({ conversationId: from, ordinal: { $in: ordinals.slice(start, start + batchSize) } }, unit.at)
      .sort({ ordinal: 1 })
      .toArray();
    const batch = sources.map(copyOne).filter((copy) => copy !== null);
    for (const [index, copy] of batch.entries())
      if (copy.longParts !== undefined)
        batch[index] = { ...copy, longParts: await copyText(unit, copy.longParts, { of: copy._id, conversationId: to }) };
    if (batch.length > 0) await unit.in.messages.insertMany(batch, unit.at);
  }
  await copyNotes(unit, { from, to, copies });
  await copyFileUses(unit, { from, to, copies: copiesById });
  const shown = leaf === undefined || leaf.hasChild ? last : leaf;
  return { last: last?.ordinal ?? 0, leafId: shown?.id ?? null };
}

/** What people decided about the messages goes with them; a mark is named by its message. */
async function copyNotes(
  unit: OwnerUnit,
  { from, to, copies }: Pick<Copy, 'from' | 'to'> & { readonly copies: ReadonlyMap<number, Copied> },
): Promise<void> {
  const notes = await unit.in.contextNotes.find({ conversationId: from }, unit.at).toArray();
  const copied = notes.flatMap((note) => {
    const copy = copies.get(note.ordinal);
    if (copy === undefined) return [];
    const id = note._id.slice(from.length + 1);
    const place = { conversationId: to, messageId: copy.id, ordinal: copy.ordinal };
    return [{ ...note, ...place, _id: noteId(to, id === note.messageId ? copy.id : id) }];
  });
  if (copied.length > 0) await unit.in.contextNotes.insertMany(copied, unit.at);
}

function firstCopied(ordinal: number, leftOut: ReadonlyMap<number, number>): number {
  let up = ordinal;
  for (let next = leftOut.get(up); next !== undefined; next = leftOut.get(up)) up = next;
  return up;
}
