import { expect, test } from 'vitest';
import type { SequencedEvent } from '@parley/chat-core';
import { createTopicTable } from './topic-table.ts';

const events = (from: number, to: number): SequencedEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    seq: from + index,
    event: { type: 'text-delta', part: 'p', delta: String(from + index) },
  }));

function follower() {
  const seqs: number[] = [];
  const ends: string[] = [];
  return {
    seqs,
    ends,
    onEvents: (more: readonly SequencedEvent[]) => void seqs.push(...more.map(({ seq }) => seq)),
    onEnd: (reason: string) => void ends.push(reason),
  };
}

test('gives every follower what follows its own cursor, once', () => {
  const table = createTopicTable();
  const [first, second] = [follower(), follower()];
  expect(table.add('turn:a', 3, first).changed).toBe(true);
  expect(table.add('turn:a', 5, second).changed).toBe(false);
  expect(table.subscription('turn:a')).toEqual({ topic: 'turn:a', cursor: 3 });
  expect(table.deliver('turn:a', events(4, 6))).toBe(false);
  expect(table.deliver('turn:a', events(5, 8))).toBe(false);
  expect([first.seqs, second.seqs]).toEqual([
    [4, 5, 6, 7, 8],
    [6, 7, 8],
  ]);
  expect(table.subscription('turn:a').cursor).toBe(8);
});

test('asks again for an earlier cursor and after a gap', () => {
  const table = createTopicTable();
  const [first, early] = [follower(), follower()];
  table.add('turn:a', 5, first);
  expect(table.deliver('turn:a', events(8, 9))).toBe(true);
  expect(first.seqs).toEqual([]);
  expect(table.add('turn:a', 0, early).changed).toBe(true);
  expect(table.deliver('turn:a', events(1, 9))).toBe(false);
  expect([first.seqs, early.seqs]).toEqual([
    [6, 7, 8, 9],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
  ]);
});

test('forgets a topic at its end, whoever ends it', () => {
  const table = createTopicTable();
  const [turn, gone, left] = [follower(), follower(), follower()];
  table.add('turn:a', 0, turn);
  table.deliver('turn:a', [{ seq: 1, event: { type: 'turn-end', status: 'done', stopReason: 'end' } }]);
  table.add('turn:b', 0, gone);
  table.end('turn:b', 'gone');
  table.end('turn:b', 'gone');
  const { remove } = table.add('turn:c', 0, left);
  expect(remove()).toBe(true);
  table.end('turn:c', 'refused');
  expect([turn.ends, gone.ends, left.ends]).toEqual([[], ['gone'], []]);
  expect(table.subscriptions()).toEqual([]);
});

test('names the own topic first and never more topics than a connection may have', () => {
  const table = createTopicTable();
  for (let index = 0; index < 120; index += 1) table.add(`turn:${index}`, index, follower());
  table.add('user', 0, follower());
  expect(table.subscriptions()).toHaveLength(100);
  expect(table.subscriptions()[0]).toEqual({ topic: 'user', cursor: 0 });
  expect(table.busy()).toBe(true);
});
