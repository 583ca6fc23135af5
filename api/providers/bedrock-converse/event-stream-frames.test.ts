import { SseLimitError, type SseEvent } from '@parley/chat-core';
import { bedrockEvent, bedrockException, eventStreamFrame } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { createFrameDecoder } from './event-stream-frames.ts';

const cap = 4_096;

function decode(chunks: readonly Uint8Array[]): SseEvent[] {
  const events: SseEvent[] = [];
  const decoder = createFrameDecoder(cap, (event) => events.push(event));
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return events;
}
const inPieces = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));

const stream = Buffer.concat([
  bedrockEvent('contentBlockDelta', { delta: { text: 'Grüße 👋' } }),
  bedrockEvent('contentBlockDelta', { delta: { text: '' } }),
  eventStreamFrame({}, ''),
  bedrockException('throttlingException', { message: 'slow down' }),
  eventStreamFrame({ ':message-type': 'error', ':error-code': 'InternalError', ':error-message': 'gone' }, ''),
  bedrockEvent('metadata', {}),
]);
const told = [
  { event: 'contentBlockDelta', data: '{"delta":{"text":"Grüße 👋"}}', id: undefined },
  { event: 'contentBlockDelta', data: '{"delta":{"text":""}}', id: undefined },
  { event: '', data: '', id: undefined },
  { event: 'exception:throttlingException', data: '{"message":"slow down"}', id: undefined },
  { event: 'error:InternalError gone', data: '', id: undefined },
  { event: 'metadata', data: '{}', id: undefined },
];

test('reads frames, whole and in pieces of every size', () => {
  expect(decode([stream])).toEqual(told);
  for (let size = 1; size < 200; size += 1) expect(decode(inPieces(stream, size)), `pieces of ${size}`).toEqual(told);
});

test('reads frames split in two anywhere', () => {
  for (let at = 0; at <= stream.length; at += 1)
    expect(decode([stream.subarray(0, at), stream.subarray(at)]), `split at ${at}`).toEqual(told);
});

test('keeps what came before a cut, and takes no half frame for a whole one', () => {
  for (let at = 0; at < stream.length; at += 1) {
    const events = decode([stream.subarray(0, at)]);
    expect(events).toEqual(told.slice(0, events.length));
    expect(events.length).toBeLessThan(told.length);
  }
});

test('refuses a frame in which any one bit is wrong', () => {
  const frame = bedrockEvent('contentBlockDelta', { delta: { text: 'x' } });
  for (let bit = 0; bit < frame.length * 8; bit += 1) {
    const broken = Buffer.from(frame);
    broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => decode([broken]), `bit ${bit}`).toThrow();
    expect(() => decode(inPieces(broken, 7)), `bit ${bit}`).toThrow();
  }
});

test('believes no length beyond the cap, before a byte of it is kept', () => {
  const large = eventStreamFrame({}, 'x'.repeat(cap));
  expect(() => decode([large.subarray(0, 12)])).toThrow(SseLimitError);
  expect(decode([eventStreamFrame({}, 'x'.repeat(cap - 16))])).toHaveLength(1);
});

test('refuses lengths that cannot be, under a checksum that is right', async () => {
  const { crc32 } = await import('node:zlib');
  for (const [total, headers] of [
    [15, 0],
    [20, 5],
    [0, 0],
  ] as const) {
    const prelude = Buffer.alloc(12);
    prelude.writeUInt32BE(total, 0);
    prelude.writeUInt32BE(headers, 4);
    prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
    expect(() => decode([prelude])).toThrow(/damaged/);
  }
});

test('steps over headers of every type, and refuses what is none', async () => {
  const { crc32 } = await import('node:zlib');
  const withHeaders = (head: Buffer): Buffer => {
    const frame = Buffer.alloc(16 + head.length);
    frame.writeUInt32BE(frame.length, 0);
    frame.writeUInt32BE(head.length, 4);
    frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
    head.copy(frame, 12);
    frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
    return frame;
  };
  const named = (name: string, type: number, value: readonly number[]): number[] => [name.length, ...Buffer.from(name), type, ...value];
  const sizes: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };
  const others = Object.entries(sizes).flatMap(([type, size]) => named('h', Number(type), Array<number>(size).fill(7)));
  const kind = named(':event-type', 7, [0, 2, 0x6f, 0x6b]);
  expect(decode([withHeaders(Buffer.from([...others, ...named('b', 6, [0, 1, 9]), ...kind]))])[0]?.event).toBe('ok');
  for (const wrong of [[200, 1], named('h', 10, []), named('h', 7, [0]), named('h', 7, [0, 9, 1]), named('h', 5, [1])])
    expect(() => decode([withHeaders(Buffer.from(wrong))])).toThrow(/damaged/);
});
