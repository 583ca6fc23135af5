import type { ContextNote, Conversation, Message, ModelRef } from '@parley/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from './api-client.ts';
import { queryClient } from './query-client.ts';
import { sync } from './sync-instance.ts';

const notesKey = (conversationId: string) => ['context', 'notes', conversationId] as const;

/** The summaries, cuts and marks of a conversation. */
export const notesQuery = (conversationId: string) =>
  queryOptions({
    queryKey: notesKey(conversationId),
    queryFn: async ({ signal }) => (await api.context.notes({ params: { id: conversationId } }, { signal })).notes,
    staleTime: Infinity,
  });

/** What a message would send now, or was sent for an answer. */
export const contextKeys = {
  views: (conversationId: string) => ['context', 'view', conversationId] as const,
};

/** Something of the conversation has changed, here or elsewhere: what is shown of its context is read again. */
export function refreshContext(conversationId: string): void {
  void queryClient.invalidateQueries({ queryKey: notesKey(conversationId) });
  void queryClient.invalidateQueries({ queryKey: contextKeys.views(conversationId) });
}

async function learn(conversationId: string, answer: Promise<{ readonly notes: ContextNote[] }>): Promise<void> {
  const { notes } = await answer;
  queryClient.setQueryData(notesKey(conversationId), notes);
  await queryClient.invalidateQueries({ queryKey: contextKeys.views(conversationId) });
}

/** Pins a message, excludes it or some of its parts, or neither. */
export const markMessage = (
  { conversationId, id: messageId }: Pick<Message, 'conversationId' | 'id'>,
  mark: 'pinned' | 'excluded' | null,
  parts: readonly string[] = [],
): Promise<void> =>
  learn(
    conversationId,
    api.context.mark({ params: { id: conversationId, messageId }, body: { mark, ...(parts.length === 0 ? {} : { parts: [...parts] }) } }),
  );

export const editSummary = (conversationId: string, noteId: string, text: string): Promise<void> =>
  learn(conversationId, api.context.editSummary({ params: { id: conversationId, noteId }, body: { text } }));

export const removeNote = (conversationId: string, noteId: string): Promise<void> =>
  learn(conversationId, api.context.removeNote({ params: { id: conversationId, noteId } }));

/** Lets the model summarise all but the last exchange. */
export const compactNow = (conversationId: string, leafId: string, model: ModelRef): Promise<void> =>
  learn(conversationId, api.context.compact({ params: { id: conversationId }, body: { leafId, model } }));

/** Whether older messages are summarised when they no longer fit, or left out. */
export async function chooseCompaction(row: Conversation, compaction: 'auto' | 'off'): Promise<void> {
  sync.apply(await api.conversations.update({ params: { id: row.id }, body: { settings: { ...row.settings, compaction } } }));
}
