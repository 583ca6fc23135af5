import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../api-client.ts';
import { sync } from '../sync-instance.ts';
import { conversationKeys, type ListFilter, type ListPage } from './conversation-cache.ts';

const pageSize = 100;

/** A list of conversations, a page at a time. Changes arrive as hints, so it is read once. */
export const conversationListQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: conversationKeys.list(filter),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<ListPage> => {
      const { show, title } = filter;
      const query = {
        show,
        limit: pageSize,
        ...(title === '' ? {} : { title }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      const page = await api.conversations.list({ query }, { signal });
      sync.startFrom(page.rev);
      return page;
    },
    getNextPageParam: (page) => page.next ?? undefined,
  });
