import type { MessageRow } from '../ports/messages.ts';

/** What a message that was just added does not have yet. */
export const blankMessage = {
  parts: [],
  model: null,
  usage: null,
  stopReason: null,
  error: null,
  editedAt: null,
  deletedAt: null,
} satisfies Partial<MessageRow>;
