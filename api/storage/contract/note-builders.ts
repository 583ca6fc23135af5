import { uuidv7 } from '@parley/chat-core';
import type { NoteKind, NoteRow, SentContextRow } from '../ports/context.ts';
import type { ConversationRow } from '../ports/conversations.ts';
import type { Scope } from '../ports/scope.ts';
import type { Storage } from '../ports/storage.ts';
import { model } from './builders.ts';

export const noteCaps = { marks: 5, folds: 3 };

type Put = ConversationRow | 'no-message' | 'full' | null;

export function note(messageId: string, kind: NoteKind, more: Partial<NoteRow> = {}): Omit<NoteRow, 'ordinal'> {
  const id = kind === 'pinned' || kind === 'excluded' ? messageId : uuidv7();
  return { id, messageId, kind, text: '', detail: {}, createdAt: 1_000, editedAt: null, ...more };
}

export const putMark = (storage: Storage, scope: Scope, conversationId: string, messageId: string, kind: NoteKind): Promise<Put> =>
  storage.putNote(scope, conversationId, note(messageId, kind), noteCaps);

export const putSummary = (storage: Storage, scope: Scope, conversationId: string, messageId: string, text: string): Promise<Put> =>
  storage.putNote(scope, conversationId, note(messageId, 'summary', { text, detail: { model, messages: 2, automatic: true } }), noteCaps);

/** What an answer was sent. */
export const sentContext = (answerId: string, more: Partial<SentContextRow> = {}): SentContextRow => ({
  answerId,
  turnId: uuidv7(),
  model,
  sha256: 'ab'.repeat(32),
  fold: null,
  pinned: [],
  excluded: [],
  firstId: null,
  dropped: 0,
  tokens: 12,
  budget: 100,
  answerParts: 0,
  sentAt: 7,
  ...more,
});
