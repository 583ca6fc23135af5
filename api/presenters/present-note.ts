import type { ContextNote } from '@parley/contracts';
import type { NoteRow } from '../storage/ports/context.ts';

/** What a person may see of a note on their conversation. */
export function presentNote({ id, messageId, kind, text, detail, createdAt, editedAt }: NoteRow): ContextNote {
  return {
    id,
    messageId,
    kind,
    text,
    model: detail.model ?? null,
    automatic: detail.automatic ?? false,
    messages: detail.messages ?? 0,
    tokens: detail.tokens ?? 0,
    parts: [...(detail.parts ?? [])],
    createdAt,
    editedAt,
  };
}
