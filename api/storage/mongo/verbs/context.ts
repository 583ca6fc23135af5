import { isFoldKind, type CalibrationRow, type NoteCaps, type NoteRow, type SentContextRow } from '../../ports/context.ts';
import type { ConversationRow } from '../../ports/conversations.ts';
import type { MessageRow } from '../../ports/messages.ts';
import type { Scope } from '../../ports/scope.ts';
import { findConversation } from '../reads/conversations.ts';
import { toMessageRow } from '../rows/message-row.ts';
import { calibrationId, noteId, toNoteRow, toSentContext, type StoredNote } from '../rows/note-row.ts';
import { withLongParts } from '../texts/long-parts.ts';
import { findMessage, findVisibleMessage } from '../tree/find-message.ts';
import { isAtOrUnder } from '../tree/is-at-or-under.ts';
import type { OwnerUnit, Unit } from '../unit.ts';
import { changeConversation } from './change-conversation.ts';

export async function readNotes(unit: Unit, { ownerId }: Scope, conversationId: string): Promise<NoteRow[]> {
  return (await storedNotes(unit, ownerId, conversationId)).map(toNoteRow);
}

const storedNotes = (unit: Unit, ownerId: string, conversationId: string): Promise<StoredNote[]> =>
  unit.in.contextNotes.find({ conversationId, ownerId }, unit.at).sort({ ordinal: 1 }).toArray();

export async function readOnPath(
  unit: Unit,
  { ownerId }: Scope,
  conversationId: string,
  leafId: string,
  ids: readonly string[],
): Promise<MessageRow[]> {
  if ((await findConversation(unit, ownerId, conversationId)) === null) return [];
  const leaf = await findMessage(unit, conversationId, leafId);
  if (leaf === null) return [];
  const found = await Promise.all(
    ids.map(async (id) => {
      const stored = await findVisibleMessage(unit, conversationId, id);
      if (stored === null || !(await isAtOrUnder(unit, conversationId, leaf.ordinal, stored.ordinal))) return [];
      const row = toMessageRow(await withLongParts(unit, stored));
      return 'type' in row ? [] : [row];
    }),
  );
  return found.flat().toSorted((a, b) => a.ordinal - b.ordinal);
}

export async function putNote(
  unit: OwnerUnit,
  conversationId: string,
  note: Omit<NoteRow, 'ordinal'>,
  caps: NoteCaps,
): Promise<ConversationRow | 'no-message' | 'full' | null> {
  const { ownerId } = unit;
  if ((await findConversation(unit, ownerId, conversationId)) === null) return null;
  const message = await findVisibleMessage(unit, conversationId, note.messageId);
  if (message === null) return 'no-message';
  const _id = noteId(conversationId, note.id);
  if (!(await makeRoom(unit, conversationId, { _id, kind: note.kind }, caps))) return 'full';
  const { messageId, kind, text, detail, createdAt, editedAt } = note;
  const { ordinal } = message;
  const stored = { conversationId, ownerId, messageId, ordinal, kind, text, detail: JSON.stringify(detail), createdAt, editedAt };
  await unit.in.contextNotes.replaceOne({ _id }, stored, { ...unit.at, upsert: true });
  return changeConversation(unit, conversationId);
}

/** False when there are as many marks as may be. Of folds the highest in the tree gives way. */
async function makeRoom(
  unit: OwnerUnit,
  conversationId: string,
  { _id, kind }: Pick<StoredNote, '_id' | 'kind'>,
  caps: NoteCaps,
): Promise<boolean> {
  const fold = isFoldKind(kind);
  const all = await storedNotes(unit, unit.ownerId, conversationId);
  const others = all.filter((each) => each._id !== _id && isFoldKind(each.kind) === fold);
  if (!fold) return others.length < caps.marks;
  const oldest = others.slice(0, Math.max(0, others.length - caps.folds + 1)).map((each) => each._id);
  if (oldest.length > 0) await unit.in.contextNotes.deleteMany({ _id: { $in: oldest } }, unit.at);
  return true;
}

export async function editNote(
  unit: OwnerUnit,
  conversationId: string,
  id: string,
  text: string,
  now: number,
): Promise<ConversationRow | 'no-note' | null> {
  if ((await findConversation(unit, unit.ownerId, conversationId)) === null) return null;
  const filter = { _id: noteId(conversationId, id), kind: 'summary' as const };
  const { matchedCount } = await unit.in.contextNotes.updateOne(filter, { $set: { text, editedAt: now } }, unit.at);
  return matchedCount === 0 ? 'no-note' : changeConversation(unit, conversationId);
}

export async function removeNote(unit: OwnerUnit, conversationId: string, id: string): Promise<ConversationRow | 'no-note' | null> {
  if ((await findConversation(unit, unit.ownerId, conversationId)) === null) return null;
  const { deletedCount } = await unit.in.contextNotes.deleteOne({ _id: noteId(conversationId, id) }, unit.at);
  return deletedCount === 0 ? 'no-note' : changeConversation(unit, conversationId);
}

export async function putSentContext(unit: OwnerUnit, conversationId: string, sent: SentContextRow): Promise<boolean> {
  const { ownerId } = unit;
  if ((await findConversation(unit, ownerId, conversationId)) === null) return false;
  if ((await findMessage(unit, conversationId, sent.answerId)) === null) return false;
  const stored = { conversationId, ownerId, body: JSON.stringify(sent) };
  await unit.in.sentContexts.replaceOne({ _id: sent.answerId }, stored, { ...unit.at, upsert: true });
  return true;
}

export async function getSentContext(
  unit: Unit,
  { ownerId }: Scope,
  conversationId: string,
  answerId: string,
): Promise<SentContextRow | null> {
  const stored = await unit.in.sentContexts.findOne({ _id: answerId, conversationId, ownerId }, unit.at);
  return stored === null ? null : toSentContext(stored);
}

export async function getCalibration(unit: Unit, endpoint: string, model: string): Promise<CalibrationRow | null> {
  const stored = await unit.in.calibrations.findOne({ _id: calibrationId(endpoint, model) }, { ...unit.at, projection: { _id: 0 } });
  return stored && { ...stored, fit: stored.fit ?? null };
}

export async function putCalibration(unit: Unit, row: CalibrationRow): Promise<void> {
  await unit.in.calibrations.replaceOne({ _id: calibrationId(row.endpoint, row.model) }, row, { ...unit.at, upsert: true });
}
