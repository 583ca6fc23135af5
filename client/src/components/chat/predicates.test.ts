import type { Message, Part } from '@parley/contracts';
import { expect, test } from 'vitest';
import { mayContinue } from './predicates.ts';

const answer = (more: Partial<Message>): Message => ({
  id: 'a',
  conversationId: 'c',
  parentId: 'q',
  ordinal: 2,
  role: 'assistant',
  parts: [],
  status: 'stopped',
  model: null,
  usage: null,
  stopReason: null,
  error: null,
  turnId: null,
  createdAt: 0,
  editedAt: null,
  siblings: ['a'],
  ...more,
});
const words = (text: string): Part[] => [{ type: 'text', id: 't', text }];

test.each(['stopped', 'failed', 'interrupted'] as const)('an answer that was %s goes on where its words ended', (status) => {
  expect(mayContinue(answer({ status, parts: words('So far') }))).toBe(true);
});

test('an answer of which nothing came has nothing to go on with', () => {
  expect(mayContinue(answer({ parts: [] }))).toBe(false);
  expect(mayContinue(answer({ parts: words('') }))).toBe(false);
  expect(mayContinue(answer({ status: 'failed', parts: [{ type: 'reasoning', id: 'r', text: 'Let me see' }] }))).toBe(false);
});

test('an answer that reached its greatest length goes on; one that is complete does not', () => {
  expect(mayContinue(answer({ status: 'done', stopReason: 'length', parts: words('So') }))).toBe(true);
  expect(mayContinue(answer({ status: 'done', stopReason: 'end', parts: words('So it is.') }))).toBe(false);
});
