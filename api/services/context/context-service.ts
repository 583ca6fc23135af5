import { limits, RequestError, type ContextView, type ModelRef } from '@parley/contracts';
import type { Bus } from '../../realtime/ports.ts';
import type { NoteRow } from '../../storage/ports/context.ts';
import type { ConversationRow } from '../../storage/ports/conversations.ts';
import type { Scope } from '../../storage/ports/scope.ts';
import { createHints } from '../chat/publish-hints.ts';
import { found } from '../conversations/found.ts';
import { compactNow } from './compact-now.ts';
import type { ContextDependencies } from './context-dependencies.ts';
import { previewContext, type PreviewInput } from './preview-context.ts';
import { sentContext } from './sent-context.ts';

/**
 * What conversations send, for people to look at and decide about. Unknown and foreign ids are the same `*.not-found`. Every change is told to whoever
 * follows; each verb that changes something answers all notes as they then are.
 */
/** Parts are those that are excluded; none: the whole message is. */
export interface Mark {
  readonly mark: 'pinned' | 'excluded' | null;
  readonly parts?: readonly string[];
}

export interface ContextService {
  /** What a message would send now. */
  preview(scope: Scope, conversationId: string, input: PreviewInput): Promise<ContextView>;
  /** What was sent for an answer; `context.not-kept` where nothing was kept. */
  sent(scope: Scope, conversationId: string, answerId: string): Promise<ContextView>;
  notes(scope: Scope, conversationId: string): Promise<NoteRow[]>;
  /** Summarises all but the last exchange of a branch. `context.nothing-to-compact`, `context.summary-failed`; an abort changes nothing. */
  compact(
    scope: Scope,
    conversationId: string,
    input: { readonly leafId: string; readonly model: ModelRef },
    signal: AbortSignal,
  ): Promise<NoteRow[]>;
  editSummary(scope: Scope, conversationId: string, noteId: string, text: string): Promise<NoteRow[]>;
  removeNote(scope: Scope, conversationId: string, noteId: string): Promise<NoteRow[]>;
  /** Null takes a mark away; there may be none. */
  mark(scope: Scope, conversationId: string, messageId: string, mark: Mark): Promise<NoteRow[]>;
}

function foundNote(row: ConversationRow | 'no-note' | null): ConversationRow {
  if (row === 'no-note') throw new RequestError('context.note-not-found');
  return found(row);
}

export function createContextService({ bus, ...rest }: Omit<ContextDependencies, 'hints'> & { readonly bus: Bus }): ContextService {
  const dependencies: ContextDependencies = { ...rest, hints: createHints(bus) };
  const { tools, hints, now } = dependencies;
  const { storage } = tools;
  const changed = async (scope: Scope, row: ConversationRow): Promise<NoteRow[]> => {
    hints.conversationChanged(row);
    return storage.readNotes(scope, row.id);
  };
  return {
    preview: (scope, id, input) => previewContext(dependencies, scope, id, input),
    sent: (scope, id, answerId) => sentContext(dependencies, scope, id, answerId),
    async notes(scope, id) {
      const [conversation, notes] = await Promise.all([storage.getConversation(scope, id), storage.readNotes(scope, id)]);
      found(conversation);
      return notes;
    },
    async compact(scope, id, input, signal) {
      await dependencies.assertAccepted?.(scope.ownerId);
      const row = await compactNow(dependencies, scope, id, input, signal);
      return changed(scope, row);
    },
    editSummary: async (scope, id, noteId, text) => changed(scope, foundNote(await storage.editNote(scope, id, noteId, text, now()))),
    removeNote: async (scope, id, noteId) => changed(scope, foundNote(await storage.removeNote(scope, id, noteId))),
    async mark(scope, id, messageId, { mark, parts = [] }) {
      if (mark === null) {
        const row = await storage.removeNote(scope, id, messageId);
        return row === 'no-note' ? storage.readNotes(scope, id) : changed(scope, found(row));
      }
      const note = {
        id: messageId,
        messageId,
        kind: mark,
        text: '',
        detail: parts.length === 0 ? {} : { parts },
        createdAt: now(),
        editedAt: null,
      };
      const row = await storage.putNote(scope, id, note, { marks: limits.contextMarks, folds: limits.contextFolds });
      if (row === 'full') throw new RequestError('context.too-many-marks');
      return changed(scope, found(row));
    },
  };
}
