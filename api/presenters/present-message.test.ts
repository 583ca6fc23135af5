import { messageSchema } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { MessageWithSiblings } from '../storage/ports/messages.ts';
import { presentMessage, presentMessages } from './present-message.ts';

const id = '01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10';
const row: MessageWithSiblings & { readonly secret: string } = {
  id,
  conversationId: '01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d11',
  parentId: null,
  ordinal: 1,
  parentOrdinal: 0,
  role: 'user',
  parts: [
    { type: 'text', id: 'p1', text: 'Hi' },
    { type: 'hologram', id: 'p2', depth: 3 },
  ],
  status: 'done',
  model: null,
  usage: null,
  stopReason: null,
  error: null,
  turnId: null,
  createdAt: 1,
  editedAt: null,
  deletedAt: null,
  siblings: [id],
  secret: 'a column of tomorrow',
};

test('lets out the fields of the contract and nothing else, unknown parts included', () => {
  const presented = presentMessage(row);
  expect(messageSchema.strict().parse(presented)).toEqual(presented);
  expect(presented.parts).toEqual(row.parts);
  expect(JSON.stringify(presented)).not.toMatch(/parentOrdinal|deletedAt|secret/);
});

test('a damaged row is one visible item among the others', () => {
  expect(presentMessages([{ type: 'damaged', id: 'x' }, row])).toEqual([{ type: 'damaged', id: 'x' }, presentMessage(row)]);
});

test('keeps the proof of reasoning back, and nothing else of it', () => {
  const parts = [
    { type: 'reasoning' as const, id: 'p1', text: 'Hm', durationMs: 5, signature: 'x'.repeat(9_999) },
    { type: 'text' as const, id: 'p2', text: 'Yes' },
  ];
  expect(presentMessage({ ...row, parts }).parts).toEqual([{ type: 'reasoning', id: 'p1', text: 'Hm', durationMs: 5 }, parts[1]]);
  expect(parts[0]).toHaveProperty('signature');
});
