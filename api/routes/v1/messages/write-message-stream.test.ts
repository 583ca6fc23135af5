import { expect, test } from 'vitest';
import type { ModelEvent } from '../../../providers/port.ts';
import { createMessageTeller } from './write-message-stream.ts';

interface Told {
  readonly type: string;
  readonly index?: number;
  readonly content_block?: { readonly type: string; readonly name?: string };
  readonly delta?: { readonly partial_json?: string; readonly text?: string };
}

function tell(events: readonly ModelEvent[]): Told[] {
  const teller = createMessageTeller({ model: 'm', requestId: 'r' });
  const text = events.map((event) => teller.tell(event)).join('') + teller.finish();
  return text.split('\n').flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6)) as Told] : []));
}

test('tells calls that come mingled one after the other, with nothing lost', () => {
  const told = tell([
    { type: 'tool-call-start', part: 'a', callId: 'c1', name: 'one' },
    { type: 'tool-call-delta', part: 'a', delta: '{"x"' },
    { type: 'tool-call-start', part: 'b', callId: 'c2', name: 'two' },
    { type: 'tool-call-delta', part: 'b', delta: '{"y":' },
    { type: 'tool-call-delta', part: 'a', delta: ':1}' },
    { type: 'tool-call-delta', part: 'b', delta: '2}' },
    { type: 'tool-call-end', part: 'b' },
    { type: 'tool-call-end', part: 'a' },
    { type: 'finish', stopReason: 'tool-calls' },
  ]);
  expect(told.map(({ type, index }) => `${type} ${index ?? ''}`.trim())).toEqual([
    'message_start',
    'content_block_start 0',
    'content_block_delta 0',
    'content_block_delta 0',
    'content_block_stop 0',
    'content_block_start 1',
    'content_block_delta 1',
    'content_block_delta 1',
    'content_block_stop 1',
    'message_delta',
    'message_stop',
  ]);
  const words = (at: number): string => told.map(({ index, delta }) => (index === at ? (delta?.partial_json ?? '') : '')).join('');
  expect([words(0), words(1)]).toEqual(['{"x":1}', '{"y":2}']);
});

test('keeps words open for the sources behind them, and ends what the model left open', () => {
  const told = tell([
    { type: 'text-start', part: 't' },
    { type: 'text-delta', part: 't', delta: 'Bees dance.' },
    { type: 'text-end', part: 't' },
    { type: 'source', part: 's', url: 'https://example.org', title: 'Bees' },
    { type: 'tool-call-start', part: 'a', callId: 'c1', name: 'one' },
    { type: 'finish', stopReason: 'end' },
  ]);
  expect(told.map(({ type, index }) => `${type} ${index ?? ''}`.trim())).toEqual([
    'message_start',
    'content_block_start 0',
    'content_block_delta 0',
    'content_block_delta 0',
    'content_block_stop 0',
    'content_block_start 1',
    'content_block_stop 1',
    'message_delta',
    'message_stop',
  ]);
  expect(told.at(-2)).toMatchObject({ delta: { stop_reason: 'tool_use' } });
});

test('tells words of a document, which no citation of a page can carry, beside the answer', () => {
  const told = tell([
    { type: 'text-start', part: 't' },
    { type: 'text-delta', part: 't', delta: 'At noon.' },
    { type: 'source', part: 's', title: 'report.pdf', page: 3, quote: 'High water came at noon.' },
    { type: 'text-end', part: 't' },
    { type: 'finish', stopReason: 'end' },
  ]);
  expect(told.filter(({ type }) => type === 'content_block_delta')).toHaveLength(1);
  expect(JSON.stringify(told)).toContain(String.raw`Source: report.pdf, page 3: \"High water came at noon.\"`);
});
