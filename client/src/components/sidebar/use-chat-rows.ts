import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDay } from '../../hooks/use-day.ts';
import { conversationListQuery } from '../../lib/conversations/conversation-list.ts';
import { buildResultRows, buildRows, type Row } from './build-rows.ts';

export interface ChatRows {
  readonly rows: readonly Row[];
  readonly loading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
  /** Reads the next page, if there is one and it is not on its way. */
  readonly readMore: () => void;
}

/** What the sidebar lists: everything, or what `title` finds. */
export function useChatRows(title: string): ChatRows {
  const searching = title !== '';
  const pinned = useInfiniteQuery({ ...conversationListQuery({ show: 'pinned', title: '' }), enabled: !searching });
  const list = useInfiniteQuery(conversationListQuery({ show: 'active', title }));
  const now = useDay();

  const rows = useMemo(() => {
    const found = list.data?.pages.flatMap((page) => page.conversations) ?? [];
    if (searching) return buildResultRows(found, list.hasNextPage);
    const kept = pinned.data?.pages.flatMap((page) => page.conversations) ?? [];
    return buildRows({ pinned: kept, others: found, more: list.hasNextPage, now });
  }, [searching, list.data, list.hasNextPage, pinned.data, now]);

  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = list;
  return {
    rows,
    loading: list.isPending || (!searching && pinned.isPending),
    error: list.error ?? (searching ? null : pinned.error),
    retry: () => {
      if (list.error) void (isFetchNextPageError ? fetchNextPage() : list.refetch());
      if (pinned.error) void pinned.refetch();
    },
    readMore: () => {
      if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
    },
  };
}
