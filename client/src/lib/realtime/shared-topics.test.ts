import { expect, test } from 'vitest';
import type { LinkMessage } from './types.ts';
import { createSharedTopics } from './shared-topics.ts';

const passed = (topic: string, ...seqs: number[]): LinkMessage => ({
  kind: 'events',
  topic,
  events: seqs.map((seq) => ({ seq, event: { type: 'text-delta', part: 'p', delta: '' } })),
});
const at = (topic: string, cursor: number) => ({ topic, cursor });

test('reads each topic from where the tab that has least needs it', () => {
  const shared = createSharedTopics(() => 0);
  expect(shared.report('b', [at('user', 0), at('turn:1', 10)], [])).toEqual([at('user', 0), at('turn:1', 10)]);
  shared.report('c', [at('turn:1', 4), at('turn:2', 0)], []);
  expect(shared.union([at('turn:1', 7)])).toEqual([at('turn:1', 4), at('user', 0), at('turn:2', 0)]);
});

test('remembers what was passed on, so that what a tab says late does not bring it back', () => {
  const shared = createSharedTopics(() => 0);
  shared.report('b', [at('turn:1', 0)], []);
  shared.passed(passed('turn:1', 1, 2, 3));
  expect(shared.report('b', [at('turn:1', 1), at('turn:2', 0)], [])).toEqual([at('turn:2', 0)]);
  expect(shared.union([])).toEqual([at('turn:1', 3), at('turn:2', 0)]);
});

test('gives a tab again what it asks for again', () => {
  const shared = createSharedTopics(() => 0);
  shared.report('b', [at('turn:1', 0)], []);
  shared.passed(passed('turn:1', 1, 2, 3));
  expect(shared.report('b', [at('turn:1', 1)], ['turn:1'])).toEqual([at('turn:1', 1)]);
  expect(shared.union([])).toEqual([at('turn:1', 1)]);
  shared.passed(passed('turn:1', 7));
  expect(shared.union([])).toEqual([at('turn:1', 1)]);
});

test('forgets ended topics, tabs that leave and tabs that fell silent', () => {
  let time = 0;
  const shared = createSharedTopics(() => time);
  shared.report('b', [at('turn:1', 0), at('turn:2', 0)], []);
  shared.report('c', [at('turn:3', 0)], []);
  shared.passed({ kind: 'end', topic: 'turn:1', reason: 'gone' });
  shared.passed({ kind: 'events', topic: 'turn:2', events: [{ seq: 1, event: { type: 'turn-end', status: 'done', stopReason: 'end' } }] });
  expect(shared.union([])).toEqual([at('turn:3', 0)]);
  shared.leave('c');
  time = 100;
  shared.expire(50);
  expect([shared.knows('b'), shared.knows('c')]).toEqual([false, false]);
});
