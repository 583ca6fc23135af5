import type { Conversation } from '@parley/contracts';
import { expect, test } from 'vitest';
import { buildResultRows, buildRows, type Row } from './build-rows.ts';

/** Milliseconds of processor: the machine may be busy with something else. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

const now = new Date('2026-11-24T12:00').getTime();
const day = 86_400_000;

const chat = (id: string, age: number, state: Partial<Conversation['state']> = {}): Conversation => ({
  id,
  title: id,
  titleSource: 'local',
  settings: {},
  createdAt: 0,
  activityAt: now - age * day,
  deletedAt: null,
  lastOrdinal: 1,
  rev: 1,
  running: false,
  state: { activeLeafId: null, readOrdinal: 1, pinned: false, archived: false, draft: '', ...state },
});
const say = (row: Row): string => (row.kind === 'heading' ? `# ${row.group}` : row.kind === 'chat' ? row.conversation.id : row.kind);

test('pinned chats come first and once; the others stand under their days', () => {
  const pinned = [chat('p', 3, { pinned: true }), chat('put away', 1, { pinned: true, archived: true })];
  const others = [
    chat('a', 0),
    chat('b', 1),
    pinned[0]!,
    chat('c', 4),
    chat('d', 20),
    chat('e', 60),
    { type: 'damaged' as const, id: 'x' },
  ];
  expect(buildRows({ pinned, others, more: true, now }).map(say)).toEqual([
    '# pinned',
    'p',
    '# today',
    'a',
    '# yesterday',
    'b',
    '# week',
    'c',
    '# month',
    'd',
    '# 2026-9',
    'e',
    'damaged',
    'more',
  ]);
});

test('nothing at all needs no headings', () => {
  expect(buildRows({ pinned: [], others: [], more: false, now })).toEqual([]);
  expect(buildResultRows([], false)).toEqual([]);
});

test('a hundred thousand chats are laid out in a blink', () => {
  const others = Array.from({ length: 100_000 }, (_, index) => chat(`c${index}`, index / 100));
  const begun = cpuMs();
  const rows = buildRows({ pinned: [], others, more: false, now });
  expect(cpuMs() - begun).toBeLessThan(1_000);
  expect(rows.length).toBeGreaterThan(100_000);
});
