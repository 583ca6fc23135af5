import { expect, test } from 'vitest';
import type { TurnEvent } from '@parley/contracts';
import { decodeFrame, decodeTurnEvent, encodeTurnEvent, forReader, frameTurnEvent } from './turn-event-codec.ts';

const events: TurnEvent[] = [
  { type: 'turn-start', answerId: 'a', model: { endpoint: 'demo', id: 'demo' } },
  { type: 'text-start', part: 'p1' },
  { type: 'text-delta', part: 'p1', delta: 'say "hi"\n\u2028 𝄞 \ud800' },
  { type: 'reasoning-delta', part: 'p2', delta: '' },
  { type: 'tool-call-delta', part: 'p3', delta: '{"city":' },
  { type: 'turn-end', status: 'done', stopReason: 'end' },
];

test('reads back every event it wrote, alone and framed', () => {
  for (const [index, event] of events.entries()) {
    const encoded = encodeTurnEvent(index + 1, event);
    expect(decodeTurnEvent(encoded)).toEqual({ seq: index + 1, event });
    expect(decodeFrame(JSON.parse(frameTurnEvent(7, encoded)) as unknown[])).toEqual({ channel: 7, seq: index + 1, event });
  }
});

test('spends at most 40 bytes around the words of a delta', () => {
  const line = frameTurnEvent(3, encodeTurnEvent(12_345, { type: 'text-delta', part: 'p1', delta: ' word' }));
  expect(Buffer.byteLength(line) - 5).toBeLessThanOrEqual(40);
});

test('keeps a line a line: no raw line break leaves the encoder', () => {
  expect(encodeTurnEvent(1, { type: 'text-delta', part: 'p1', delta: 'a\r\nb' })).not.toMatch(/[\r\n]/);
});

test('readers get everything but the proofs of reasoning', () => {
  const reasoned: TurnEvent = { type: 'reasoning-end', part: 'p1', durationMs: 5, signature: 'sig,"\n' };
  expect(decodeTurnEvent(forReader(encodeTurnEvent(7, reasoned)))).toEqual({
    seq: 7,
    event: { type: 'reasoning-end', part: 'p1', durationMs: 5 },
  });
  const others: TurnEvent[] = [
    { type: 'text-delta', part: 'p1', delta: '{"signature":"x"}' },
    { type: 'tool-result', part: 'p2', callId: 'c', content: '"signature":' },
    { type: 'warning', code: 'a', message: '"signature":"reasoning-end"' },
    { type: 'reasoning-end', part: 'p1' },
  ];
  for (const event of others) expect(forReader(encodeTurnEvent(1, event))).toBe(encodeTurnEvent(1, event));
});
