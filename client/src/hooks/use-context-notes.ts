import type { ContextNote } from '@parley/contracts';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { notesQuery } from '../lib/context-notes.ts';

export interface MessageNotes {
  readonly fold: ContextNote | undefined;
  readonly mark: 'pinned' | 'excluded' | null;
  /** What of it is excluded; none: all of it, where it is excluded. */
  readonly parts: readonly string[];
}

const none: MessageNotes = { fold: undefined, mark: null, parts: [] };

/** What was noted on one message. The same object as long as nothing changes. Not `stored`: the server does not know the chat yet, and is not asked. */
export function useMessageNotes(conversationId: string, messageId: string, stored = true): MessageNotes {
  const select = useCallback(
    (notes: readonly ContextNote[]): MessageNotes => {
      const here = notes.filter((note) => note.messageId === messageId);
      if (here.length === 0) return none;
      const fold = here.findLast(({ kind }) => kind === 'summary' || kind === 'cut');
      const { kind: mark, parts = [] } = here.find(({ kind }) => kind === 'pinned' || kind === 'excluded') ?? {};
      return { fold, mark: mark === 'pinned' || mark === 'excluded' ? mark : null, parts };
    },
    [messageId],
  );
  return useQuery({ ...notesQuery(conversationId), select, enabled: stored }).data ?? none;
}
