import { uuidv7 } from '@parley/chat-core/uuid';
import type { Connection } from '../connection.ts';
import { placeUnder } from '../tree/skip-ordinal.ts';

interface Copy {
  readonly from: string;
  readonly to: string;
  /** Of the messages to copy, parents first. */
  readonly ordinals: Iterable<number>;
  /** The message whose copy is to be the active leaf. */
  readonly leafId: string | null;
}

interface Source {
  readonly id: string;
  readonly parent_ordinal: number | null;
  readonly status: string;
}

interface Copied {
  readonly id: string;
  readonly ordinal: number;
  /** Whether another copied message hangs under it. */
  hasChild: boolean;
}

/**
 * Copies messages inside the database, row by row, so that their text is never read. Queued ones are left out, which nothing
 * but queued ones can hang under. Returns the last ordinal and the new leaf: the copy of the one wanted, or of what it hung
 * under when that was left out; else, or if that has something under it, the newest message.
 */
export function copyMessages(db: Connection, { from, to, ordinals, leafId }: Copy): { last: number; leafId: string | null } {
  const copies = new Map<number, Copied>();
  let last: Copied | undefined;
  let leaf: Copied | undefined;
  for (const oldOrdinal of ordinals) {
    const source = readSource(db, from, oldOrdinal);
    const parent = source.parent_ordinal === null ? undefined : copies.get(source.parent_ordinal);
    if (source.id === leafId && source.status === 'queued') leaf = nearestCopy(db, from, source, copies);
    if (source.status === 'queued') continue;

    const copy: Copied = { id: uuidv7(), ordinal: (last?.ordinal ?? 0) + 1, hasChild: false };
    copyRow(db, {
      from,
      to,
      oldOrdinal,
      id: copy.id,
      ordinal: copy.ordinal,
      parentId: parent?.id ?? null,
      parentOrdinal: parent?.ordinal ?? null,
    });
    if (parent !== undefined) parent.hasChild = true;
    copies.set(oldOrdinal, copy);
    if (source.id === leafId) leaf = copy;
    last = copy;
  }
  copyNotes(db, { from, to, copies });
  const shown = leaf === undefined || leaf.hasChild ? last : leaf;
  return { last: last?.ordinal ?? 0, leafId: shown?.id ?? null };
}

function readSource(db: Connection, conversationId: string, ordinal: number): Source {
  const source = db.get<Source>(
    'SELECT id, parent_ordinal, status FROM messages WHERE conversation_id = @conversationId AND ordinal = @ordinal',
    { conversationId, ordinal },
  );
  if (source === undefined) throw new Error(`Message ${ordinal} of conversation ${conversationId} is missing.`);
  return source;
}

function nearestCopy(db: Connection, conversationId: string, queued: Source, copies: ReadonlyMap<number, Copied>): Copied | undefined {
  let up = queued.parent_ordinal;
  while (up !== null && !copies.has(up)) up = readSource(db, conversationId, up).parent_ordinal;
  return up === null ? undefined : copies.get(up);
}

/** What people decided about the messages goes with them; a mark is named by its message. */
function copyNotes(db: Connection, { from, to, copies }: Pick<Copy, 'from' | 'to'> & { copies: ReadonlyMap<number, Copied> }): void {
  const notes = db.all<{ id: string; message_id: string; ordinal: number }>(
    'SELECT id, message_id, ordinal FROM context_notes WHERE conversation_id = @from',
    { from },
  );
  for (const { id, message_id: messageId, ordinal } of notes) {
    const copy = copies.get(ordinal);
    if (copy === undefined) continue;
    db.run(
      `INSERT INTO context_notes (conversation_id, id, message_id, ordinal, kind, text, detail, created_at, edited_at)
       SELECT @to, @newId, @copyId, @copyOrdinal, kind, text, detail, created_at, edited_at
       FROM context_notes WHERE conversation_id = @from AND id = @id`,
      { from, to, id, newId: id === messageId ? copy.id : id, copyId: copy.id, copyOrdinal: copy.ordinal },
    );
  }
}

interface RowCopy {
  readonly [name: string]: string | number | null;
  readonly to: string;
  readonly parentOrdinal: number | null;
}

function copyRow(db: Connection, row: RowCopy): void {
  db.run(
    `INSERT INTO messages (id, conversation_id, ordinal, parent_id, parent_ordinal, depth, skip_ordinal, role, status, turn_id,
       created_at, edited_at, deleted_at, stop_reason, model, usage, error, parts)
     SELECT @id, @to, @ordinal, @parentId, @parentOrdinal, @depth, @skip, role,
       CASE WHEN status IN ('running', 'waiting') THEN 'interrupted' ELSE status END, NULL, created_at, edited_at, NULL,
       CASE WHEN status IN ('running', 'waiting') THEN 'interrupted' ELSE stop_reason END, model, usage, error, parts
     FROM messages WHERE conversation_id = @from AND ordinal = @oldOrdinal`,
    { ...row, ...placeUnder(db, row.to, row.parentOrdinal ?? 0) },
  );
  db.run(
    `INSERT INTO file_uses (message_id, file_id) SELECT @id, u.file_id FROM messages m JOIN file_uses u ON u.message_id = m.id
     WHERE m.conversation_id = @from AND m.ordinal = @oldOrdinal`,
    row,
  );
}
