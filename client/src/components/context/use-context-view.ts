import type { CallSettings, ContextView, ModelRef } from '@parley/contracts';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { contextKeys } from '../../lib/context-notes.ts';

export interface Place {
  readonly conversationId: string;
  /** What the next message would answer. */
  readonly parentId: string | null;
  readonly model: ModelRef | null;
}

export interface Next extends Place {
  readonly draft: string;
  /** Ids of the files beside it. */
  readonly files?: readonly string[];
  readonly brief: boolean;
  /** Of a chat that the server does not know yet. */
  readonly settings?: CallSettings;
}

/** What the next message would send; asked again when the branch, the model or the draft is another. */
const noFiles: readonly string[] = [];

export function useNextContext(
  { conversationId, parentId, model, draft, files = noFiles, brief, settings }: Next,
  enabled = true,
): UseQueryResult<ContextView> {
  const text = draft.trim();
  return useQuery({
    queryKey: [...contextKeys.views(conversationId), parentId, model, text, files, brief, settings],
    queryFn: ({ signal }) =>
      api.context.preview(
        {
          params: { id: conversationId },
          body: {
            parentId,
            model: model!,
            brief,
            ...(settings ? { settings } : {}),
            parts: [
              ...(text === '' ? [] : [{ type: 'text' as const, text }]),
              ...files.map((fileId) => ({ type: 'file' as const, fileId })),
            ],
          },
        },
        { signal },
      ),
    enabled: enabled && model !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** What was sent for an answer. */
export function useSentContext(conversationId: string, answerId: string | null): UseQueryResult<ContextView> {
  return useQuery({
    queryKey: [...contextKeys.views(conversationId), 'sent', answerId],
    queryFn: ({ signal }) => api.context.sent({ params: { id: conversationId, messageId: answerId! } }, { signal }),
    enabled: answerId !== null,
    retry: false,
  });
}
