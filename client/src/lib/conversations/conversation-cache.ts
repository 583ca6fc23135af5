import type { Conversation, Damaged } from '@parley/contracts';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';

export type Show = 'active' | 'pinned' | 'archived' | 'bin';

/** Which list: what it shows, and the text its titles must hold. */
export interface ListFilter {
  readonly show: Show;
  readonly title: string;
}

export interface ListPage {
  readonly conversations: readonly (Conversation | Damaged)[];
  readonly next: string | null;
  readonly rev: number;
}

export type ListPages = InfiniteData<ListPage, string | undefined>;

/** Keys of the query cache, so that whoever learns something new can put it where it is shown. */
export const conversationKeys = {
  lists: ['conversations', 'list'] as const,
  list: (filter: ListFilter) => ['conversations', 'list', filter] as const,
  one: (id: string) => ['conversations', 'one', id] as const,
};

export const isDamaged = (row: Conversation | Damaged): row is Damaged => 'type' in row;

/** Whether a list with this filter shows the conversation. The server decides the same way. */
export function belongs({ show, title }: ListFilter, row: Conversation): boolean {
  if (title !== '' && !row.title.toLowerCase().includes(title.toLowerCase())) return false;
  if (show === 'bin') return row.deletedAt !== null;
  if (row.deletedAt !== null) return false;
  if (show === 'archived') return row.state.archived;
  return show === 'pinned' ? row.state.pinned : !row.state.archived;
}

/** Whether `row` stands above `other`: last active first, then the greater id. */
const isAbove = (row: Conversation, other: Conversation): boolean =>
  row.activityAt > other.activityAt || (row.activityAt === other.activityAt && row.id > other.id);

/** The pages with the row in its place, or without it; the same pages when nothing changes. Rows below the last page read stay unread. */
export function placeRow(pages: readonly ListPage[], row: Conversation, shown: boolean): readonly ListPage[] {
  const at = pages.findIndex((page) => page.conversations.some((other) => other.id === row.id));
  const before = at < 0 ? undefined : pages[at]?.conversations.find((other) => other.id === row.id);
  if (at >= 0 && shown && before && !isDamaged(before) && before.activityAt === row.activityAt) {
    return pages.map((page, index) => (index === at ? replaceRow(page, row) : page));
  }
  if (at < 0 && !shown) return pages;
  const without = at < 0 ? pages : pages.map((page, index) => (index === at ? dropRow(page, row.id) : page));
  return shown ? insertRow(without, row) : without;
}

const replaceRow = (page: ListPage, row: Conversation): ListPage => ({
  ...page,
  conversations: page.conversations.map((other) => (other.id === row.id ? row : other)),
});

const dropRow = (page: ListPage, id: string): ListPage => ({
  ...page,
  conversations: page.conversations.filter((other) => other.id !== id),
});

function insertRow(pages: readonly ListPage[], row: Conversation): readonly ListPage[] {
  const below = (page: ListPage): number => page.conversations.findIndex((other) => !isDamaged(other) && isAbove(row, other));
  const at = pages.findIndex((page) => below(page) >= 0);
  const last = pages.length - 1;
  if (at < 0 && pages[last]?.next !== null) return pages;
  return pages.map((page, index) => {
    if (index !== (at < 0 ? last : at)) return page;
    const place = at < 0 ? page.conversations.length : below(page);
    return { ...page, conversations: page.conversations.toSpliced(place, 0, row) };
  });
}

/** Puts a conversation, as the server or a wish of the person has it, wherever the cache shows it. */
export function putConversation(client: QueryClient, row: Conversation): void {
  for (const [key, data] of client.getQueriesData<ListPages>({ queryKey: conversationKeys.lists })) {
    const filter = key[2] as ListFilter;
    if (!data) continue;
    const pages = placeRow(data.pages, row, belongs(filter, row));
    if (pages !== data.pages) client.setQueryData<ListPages>(key, { ...data, pages: [...pages] });
  }
  if (client.getQueryData(conversationKeys.one(row.id))) client.setQueryData(conversationKeys.one(row.id), row);
}

/** Takes a conversation that is gone for good out of the cache. */
export function dropConversation(client: QueryClient, id: string): void {
  client.setQueriesData<ListPages>({ queryKey: conversationKeys.lists }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => dropRow(page, id)) } : data,
  );
  client.removeQueries({ queryKey: conversationKeys.one(id) });
}
