import { expect, test } from 'vitest';
import type { MessageRow } from '../../ports/messages.ts';
import { fromMessageRow, toMessageRow, type StoredMessage } from './message-row.ts';

const stored: StoredMessage = {
  id: 'm1',
  conversation_id: 'c1',
  ordinal: 2,
  parent_id: 'm0',
  parent_ordinal: 1,
  depth: 2,
  skip_ordinal: 1,
  role: 'assistant',
  status: 'failed',
  turn_id: 't1',
  created_at: 5,
  edited_at: 6,
  deleted_at: null,
  stop_reason: 'error',
  model: '{"endpoint":"a","id":"b"}',
  cost: null,
  usage: '{"inputTokens":3}',
  error: '{"code":"provider.failed","message":"x"}',
  parts: '[{"type":"text","id":"p1","text":"Hi"}]',
};

test('a row comes back as it was written', () => {
  const row = toMessageRow(stored) as MessageRow;
  expect(fromMessageRow(row)).toMatchObject({
    parts: stored.parts,
    model: stored.model,
    usage: stored.usage,
    error: stored.error,
    parentOrdinal: 1,
  });
  expect(fromMessageRow({ ...row, parentId: null, parentOrdinal: 0 })).toMatchObject({ parentOrdinal: null });
});

test.each([
  { parts: '[{"type":"text"' },
  { parts: '{}' },
  { parts: 'null' },
  { parts: '[null]' },
  { parts: '[{"type":"text"}]' },
  { parts: '[{"id":"p1"}]' },
  { model: '"text"' },
  { model: '[' },
  { usage: '[]' },
  { error: '1' },
])('a row with %j is damaged', (damage) => {
  expect(toMessageRow({ ...stored, ...damage })).toEqual({ type: 'damaged', id: 'm1' });
});
