import type { SequencedEvent } from '@parley/chat-core';
import type { Message, TurnEvent } from '@parley/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLiveAnswers } from './live-answers.ts';

type Listener = { onEvents(events: readonly SequencedEvent[]): void; onEnd(reason: 'gone' | 'refused'): void };

const message = (parts: Message['parts'] = []): Message => ({
  id: 'a1',
  conversationId: 'c1',
  parentId: 'q1',
  ordinal: 2,
  role: 'assistant',
  parts,
  status: 'running',
  model: { endpoint: 'demo', id: 'demo' },
  usage: null,
  stopReason: null,
  error: null,
  turnId: 't1',
  createdAt: 0,
  editedAt: null,
  siblings: ['a1'],
});

/** A wire whose other end the test holds. */
function wire() {
  const followed: { topic: string; cursor: number; listener: Listener; stopped: boolean }[] = [];
  const follow = (topic: string, cursor: number, listener: Listener) => {
    const entry = { topic, cursor, listener, stopped: false };
    followed.push(entry);
    return () => {
      entry.stopped = true;
    };
  };
  const onEnded = vi.fn();
  const onGone = vi.fn();
  return { followed, onEnded, onGone, live: createLiveAnswers({ follow, onEnded, onGone, linger: 1_000 }) };
}

const events = (...list: TurnEvent[]): SequencedEvent[] => list.map((event, index) => ({ seq: index + 1, event }));
const start: TurnEvent[] = [
  { type: 'turn-start', answerId: 'a1', model: { endpoint: 'demo', id: 'demo' } },
  { type: 'text-start', part: 't' },
];
const delta = (text: string): TurnEvent => ({ type: 'text-delta', part: 't', delta: text });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('folds a thousand words into one notice per frame', () => {
  const { live, followed } = wire();
  const heard = vi.fn();
  live.read(message(), heard);
  const all = events(...start, ...Array.from({ length: 1_000 }, () => delta('word ')));
  for (const event of all) followed[0]?.listener.onEvents([event]);
  expect(heard).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20);
  expect(heard).toHaveBeenCalledTimes(1);
  expect(live.get('t1')?.answer.parts).toEqual([{ type: 'text', id: 't', text: 'word '.repeat(1_000) }]);
});

test('an event that comes twice counts once', () => {
  const { live, followed } = wire();
  live.read(message(), () => undefined);
  followed[0]?.listener.onEvents(events(...start, delta('once')));
  followed[0]?.listener.onEvents(events(...start, delta('once')));
  expect(live.get('t1')?.answer.parts).toEqual([{ type: 'text', id: 't', text: 'once' }]);
});

test('goes on with the parts an answer has, without changing the stored message', () => {
  const { live, followed } = wire();
  const stored = message([{ type: 'text', id: 'p1', text: 'before' }]);
  live.read(stored, () => undefined);
  followed[0]?.listener.onEvents(events(...start, delta('after')));
  expect(live.get('t1')?.answer.parts).toHaveLength(2);
  expect(stored.parts).toHaveLength(1);
});

test('gives the stored answer over at the end, and stops following', () => {
  const { live, followed, onEnded } = wire();
  live.read(message(), () => undefined);
  followed[0]?.listener.onEvents(events(...start, delta('all'), { type: 'turn-end', status: 'done', stopReason: 'end' }));
  expect(onEnded).toHaveBeenCalledWith(expect.objectContaining({ id: 'a1' }), expect.objectContaining({ status: 'done' }));
  expect(followed[0]?.stopped).toBe(true);
});

test('has the message read when the log is gone', () => {
  const { live, followed, onGone } = wire();
  live.read(message(), () => undefined);
  followed[0]?.listener.onEnd('gone');
  expect(onGone).toHaveBeenCalledTimes(1);
  expect(live.get('t1')).toBeUndefined();
});

test('reads a turn from its beginning when its last words died with their node, and shows what it has until then', () => {
  const { live, followed, onGone } = wire();
  live.read(message(), () => undefined);
  const words = (): string => (live.get('t1')?.answer.parts ?? []).map((part) => ('text' in part ? part.text : '')).join('');
  followed[0]?.listener.onEvents(events(...start, delta('kept, '), delta('seen by this page alone')));
  followed[0]?.listener.onEnd('gone');
  expect(followed[1]).toMatchObject({ topic: 'turn:t1', cursor: 0 });
  expect(words()).toBe('kept, seen by this page alone');
  followed[1]?.listener.onEvents(events(...start, delta('kept, '), delta('and gone on with')));
  expect(words()).toBe('kept, and gone on with');
  followed[1]?.listener.onEnd('gone');
  expect(onGone).not.toHaveBeenCalled();
  followed[2]?.listener.onEnd('gone');
  expect(onGone).toHaveBeenCalledTimes(1);
});

test('two readers share one wire, and it lingers for one who comes back', () => {
  const { live, followed } = wire();
  const leave = live.read(message(), () => undefined);
  const leaveToo = live.read(message(), () => undefined);
  expect(followed).toHaveLength(1);
  leave();
  leaveToo();
  vi.advanceTimersByTime(500);
  const again = live.read(message(), () => undefined);
  expect(followed).toHaveLength(1);
  again();
  vi.advanceTimersByTime(1_500);
  expect(followed[0]?.stopped).toBe(true);
  expect(live.get('t1')).toBeUndefined();
});
