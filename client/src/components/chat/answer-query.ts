import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';

/** One answer of several, whether it is on show in the chat or not. */
export const answerQuery = (conversationId: string, id: string) =>
  queryOptions({
    queryKey: ['message', conversationId, id],
    queryFn: ({ signal }) => api.messages.get({ params: { id: conversationId, messageId: id } }, { signal }),
  });

/** What a tab points at. */
export const columnId = (index: number): string => `answer-column-${index}`;
