import type { Conversation, Damaged } from '@parley/contracts';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { conversationKeys, type ListPages, type Show } from './conversations/conversation-cache.ts';
import { createSync } from './sync.ts';

const row = (id: string, rev: number, more: Partial<Conversation> = {}): Conversation => ({
  id,
  title: `Chat ${id}`,
  titleSource: 'local',
  settings: {},
  createdAt: 0,
  activityAt: rev,
  deletedAt: null,
  lastOrdinal: 2,
  rev,
  running: false,
  state: { activeLeafId: null, readOrdinal: 2, pinned: false, archived: false, draft: '' },
  ...more,
});

interface Answer {
  conversations: (Conversation | Damaged)[];
  gone: string[];
  rev: number;
  more: boolean;
}

let client: QueryClient;
let asked: number[];
let answers: Answer[];

const fill = (
  show: Show,
  conversations: Conversation[],
  { next = null, title = '' }: { next?: string | null; title?: string } = {},
): void => {
  client.setQueryData<ListPages>(conversationKeys.list({ show, title }), {
    pages: [{ conversations, next, rev: 0 }],
    pageParams: [undefined],
  });
};
const shown = (show: Show, title = ''): string[] =>
  (client.getQueryData<ListPages>(conversationKeys.list({ show, title }))?.pages ?? []).flatMap((page) =>
    page.conversations.map(({ id }) => id),
  );

const makeSync = () =>
  createSync({
    client,
    fetchChanges: async (since) => {
      asked.push(since);
      const answer = answers.shift();
      if (!answer) throw new Error('the network is down');
      return answer;
    },
  });

beforeEach(() => {
  client = new QueryClient();
  asked = [];
  answers = [];
});

test('a hint that follows on is applied without asking', async () => {
  fill('active', [row('b', 2), row('a', 1)]);
  const sync = makeSync();
  sync.startFrom(2);
  sync.onHint({ type: 'conversation', conversation: row('c', 3) });
  sync.onHint({ type: 'conversation', conversation: row('a', 4) });
  await sync.catchUp().catch(() => undefined);
  expect(shown('active')).toEqual(['a', 'c', 'b']);
  expect(asked).toEqual([4]);
});

test('a gap has what is missing fetched, page after page', async () => {
  fill('active', [row('a', 1)]);
  const sync = makeSync();
  sync.startFrom(1);
  answers = [
    { conversations: [row('b', 2)], gone: [], rev: 2, more: true },
    { conversations: [row('c', 3), { type: 'damaged', id: 'x' }, row('d', 5)], gone: ['a'], rev: 5, more: false },
  ];
  sync.onHint({ type: 'conversation', conversation: row('d', 5) });
  await sync.catchUp();
  expect(asked[0]).toBe(1);
  expect(asked[1]).toBe(2);
  expect(shown('active')).toEqual(['d', 'c', 'b']);
});

test('an older state never replaces a newer one, whichever way it comes', () => {
  fill('active', [row('a', 1)]);
  const sync = makeSync();
  sync.startFrom(1);
  sync.apply(row('a', 3, { title: 'Newest', activityAt: 1 }));
  sync.onHint({ type: 'conversation', conversation: row('a', 2, { title: 'Older', activityAt: 1 }) });
  const pages = client.getQueryData<ListPages>(conversationKeys.list({ show: 'active', title: '' }))?.pages;
  expect(pages?.[0]?.conversations[0]).toMatchObject({ title: 'Newest' });
});

test('a failed fetch is made up for by the next one', async () => {
  fill('active', [row('a', 1)]);
  const sync = makeSync();
  sync.startFrom(1);
  await sync.catchUp();
  answers = [{ conversations: [row('b', 2)], gone: [], rev: 2, more: false }];
  await sync.catchUp();
  expect(asked).toEqual([1, 1]);
  expect(shown('active')).toEqual(['b', 'a']);
});

test('after too many changes the lists are read anew', async () => {
  fill('active', [row('a', 1)]);
  const sync = makeSync();
  sync.startFrom(1);
  answers = Array.from({ length: 12 }, (_, index) => ({ conversations: [], gone: [], rev: index + 2, more: true }));
  await sync.catchUp();
  expect(asked).toHaveLength(10);
  expect(client.getQueryState(conversationKeys.list({ show: 'active', title: '' }))?.isInvalidated).toBe(true);
});

test('a row moves between the lists it belongs to', () => {
  fill('active', [row('b', 2), row('a', 1)]);
  fill('pinned', []);
  fill('archived', []);
  fill('bin', []);
  fill('active', [row('b', 2)], { title: 'chat B' });
  const sync = makeSync();
  const state = row('b', 2).state;

  sync.apply(row('b', 3, { activityAt: 2, state: { ...state, pinned: true } }));
  expect(shown('pinned')).toEqual(['b']);
  expect(shown('active')).toEqual(['b', 'a']);
  sync.apply(row('b', 4, { activityAt: 2, state: { ...state, archived: true } }));
  expect([shown('active'), shown('pinned'), shown('archived')]).toEqual([['a'], [], ['b']]);
  sync.apply(row('b', 5, { activityAt: 2, deletedAt: 9 }));
  expect([shown('archived'), shown('bin'), shown('active', 'chat B')]).toEqual([[], ['b'], []]);
  sync.apply(row('b', 6, { activityAt: 2, title: 'Chat B again' }));
  expect([shown('active'), shown('bin'), shown('active', 'chat B')]).toEqual([['b', 'a'], [], ['b']]);
});

test('a row below the last page read waits until its page is read', () => {
  fill('active', [row('z', 9), row('y', 8)], { next: 'cursor' });
  const sync = makeSync();
  sync.apply(row('old', 10, { activityAt: 1 }));
  expect(shown('active')).toEqual(['z', 'y']);
});
