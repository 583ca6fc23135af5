import { readObject } from '../../kit/json.ts';
import type { NoteDetail, NoteKind, NoteRow, SentContextRow } from '../../ports/context.ts';

export interface StoredNote {
  readonly conversation_id: string;
  readonly id: string;
  readonly message_id: string;
  readonly ordinal: number;
  readonly kind: NoteKind;
  readonly text: string;
  readonly detail: string;
  readonly created_at: number;
  readonly edited_at: number | null;
}

export interface StoredSentContext {
  readonly answer_id: string;
  readonly body: string;
}

export function toNoteRow(stored: StoredNote): NoteRow {
  return {
    id: stored.id,
    messageId: stored.message_id,
    ordinal: stored.ordinal,
    kind: stored.kind,
    text: stored.text,
    detail: readObject<NoteDetail>(stored.detail) ?? {},
    createdAt: stored.created_at,
    editedAt: stored.edited_at,
  };
}

/** Null when it cannot be read: it is shown as not kept. */
export const toSentContext = ({ body }: StoredSentContext): SentContextRow | null => readObject<SentContextRow>(body) ?? null;
