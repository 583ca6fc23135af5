import { readObject } from '../../kit/json.ts';
import type { CalibrationRow, NoteDetail, NoteKind, NoteRow, SentContextRow } from '../../ports/context.ts';

export interface StoredNote {
  /** The conversation's id, a colon, the note's. */
  readonly _id: string;
  readonly conversationId: string;
  readonly ownerId: string;
  readonly messageId: string;
  readonly ordinal: number;
  readonly kind: NoteKind;
  readonly text: string;
  /** JSON. */
  readonly detail: string;
  readonly createdAt: number;
  readonly editedAt: number | null;
}

export interface StoredSentContext {
  /** The answer's. */
  readonly _id: string;
  readonly conversationId: string;
  readonly ownerId: string;
  /** JSON. */
  readonly body: string;
}

export interface StoredCalibration extends Omit<CalibrationRow, 'fit'> {
  /** The endpoint, a line break, the model. */
  readonly _id: string;
  /** Absent of what was stored before kinds were told apart. */
  readonly fit?: CalibrationRow['fit'];
}

export const noteId = (conversationId: string, id: string): string => `${conversationId}:${id}`;
export const calibrationId = (endpoint: string, model: string): string => `${endpoint}\n${model}`;

export function toNoteRow(stored: StoredNote): NoteRow {
  return {
    id: stored._id.slice(stored.conversationId.length + 1),
    messageId: stored.messageId,
    ordinal: stored.ordinal,
    kind: stored.kind,
    text: stored.text,
    detail: readObject<NoteDetail>(stored.detail) ?? {},
    createdAt: stored.createdAt,
    editedAt: stored.editedAt,
  };
}

/** Null when it cannot be read: it is shown as not kept. */
export const toSentContext = ({ body }: Pick<StoredSentContext, 'body'>): SentContextRow | null => readObject<SentContextRow>(body) ?? null;
