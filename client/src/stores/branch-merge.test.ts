import type { Message } from '@parley/contracts';
import { expect, test } from 'vitest';
import { mergeEarlier, mergeTail, replaceUnder, splitWaiting } from './branch-merge.ts';

const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  conversationId: 'c',
  parentId: null,
  ordinal: Number(id),
  role: Number(id) % 2 === 1 ? 'user' : 'assistant',
  parts: [],
  status: 'done',
  model: null,
  usage: null,
  stopReason: null,
  error: null,
  turnId: null,
  createdAt: 0,
  editedAt: null,
  siblings: [id],
  ...more,
});
const range = (from: number, to: number): Message[] => Array.from({ length: to - from + 1 }, (_, index) => message(String(from + index)));

test('a newer page goes under what is known, and unchanged messages stay the same objects', () => {
  const known = { messages: range(1, 6), earlier: null };
  const merged = mergeTail(known, { messages: range(5, 8), earlier: '5' });
  expect(merged.messages.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  expect(merged.messages[4]).toBe(known.messages[4]);
  expect(merged.earlier).toBeNull();
});

test('a message that changed is replaced', () => {
  const known = { messages: range(1, 2), earlier: null };
  const merged = mergeTail(known, { messages: [message('1'), message('2', { editedAt: 5 })], earlier: null });
  expect(merged.messages[0]).toBe(known.messages[0]);
  expect(merged.messages[1]).not.toBe(known.messages[1]);
});

test('a message whose words are others is replaced', () => {
  const words = (text: string): Partial<Message> => ({ parts: [{ type: 'text', id: 't', text }] });
  const known = { messages: [message('1', words('as it was shown')), message('2', words('the same'))], earlier: null };
  const merged = mergeTail(known, { messages: [message('1', words('as it is stored')), message('2', words('the same'))], earlier: null });
  expect(merged.messages[0]).toMatchObject(words('as it is stored'));
  expect(merged.messages[1]).toBe(known.messages[1]);
});

test('another branch replaces what is known', () => {
  const merged = mergeTail({ messages: range(1, 6), earlier: null }, { messages: range(20, 24), earlier: '20' });
  expect(merged.messages).toHaveLength(5);
  expect(merged.earlier).toBe('20');
});

test('an earlier page goes above; one that came too late is ignored', () => {
  const known = { messages: range(5, 6), earlier: '5' };
  expect(mergeEarlier(known, { messages: range(3, 4), earlier: '3' }, '5').messages).toHaveLength(4);
  expect(mergeEarlier(known, { messages: range(3, 4), earlier: '3' }, '7')).toBe(known);
});

test('what is sent takes the place of what stood under its parent', () => {
  expect(replaceUnder(range(1, 6), '2', [message('9')]).map(({ id }) => id)).toEqual(['1', '2', '9']);
  expect(replaceUnder(range(1, 6), null, [message('9')]).map(({ id }) => id)).toEqual(['9']);
});

test('waiting messages stand apart, in order', () => {
  const items = [...range(1, 2), message('3', { status: 'queued' }), message('4', { status: 'queued' })];
  const { spoken, waiting } = splitWaiting(items);
  expect(spoken.map(({ id }) => id)).toEqual(['1', '2']);
  expect(waiting.map(({ id }) => id)).toEqual(['3', '4']);
});
