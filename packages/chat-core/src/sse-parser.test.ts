import { readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSse, encodeSseComment } from './sse-encode.ts';
import { createSseParser, type SseEvent } from './sse-parser.ts';

/** Milliseconds of processor: the machine may be busy with something else. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

const utf8 = new TextEncoder();

function parse(chunks: Iterable<Uint8Array>, end = false, maxLineBytes = 1_000_000): SseEvent[] {
  const events: SseEvent[] = [];
  const parser = createSseParser({ maxLineBytes }, (event) => events.push(event));
  for (const chunk of chunks) parser.push(chunk);
  if (end) parser.end();
  return events;
}

function oracle(bytes: Uint8Array): SseEvent[] {
  const events: SseEvent[] = [];
  const parser = createParser({ onEvent: ({ event, data, id }) => events.push({ event: event ? event : 'message', data, id }) });
  parser.feed(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  return events;
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let from = 0, index = 0; from < bytes.length; index += 1) {
    const to = from + (sizes[index % sizes.length] ?? 1);
    // A copy of exactly these bytes: the parser may not look beyond a chunk or keep it.
    chunks.push(bytes.slice(from, to));
    from = to;
  }
  return chunks;
}

const one = (text: string): SseEvent[] => parse([utf8.encode(text)]);

const fixtures = [
  'openai-chat/__fixtures__/openai-chat-tool-call.sse',
  'openai-chat/__fixtures__/openrouter-comments.sse',
  'anthropic-messages/__fixtures__/anthropic-tool-use.sse',
];
const recordings = fixtures.map(
  (name) => [name, new Uint8Array(readFileSync(new URL(`../../../api/providers/${name}`, import.meta.url)))] as const,
);

test('reads LF, CR and CRLF alike', () => {
  for (const ending of ['\n', '\r', '\r\n']) {
    const text = ['event: a', 'data: 1', 'data:2', '', ': comment', 'data', '', ''].join(ending);
    expect(one(text)).toEqual([
      { event: 'a', data: '1\n2', id: undefined },
      { event: 'message', data: '', id: undefined },
    ]);
  }
});

test('skips a byte order mark at the beginning of the stream only', () => {
  const stream = utf8.encode('\uFEFFdata: \uFEFFx\n\n\uFEFFdata: y\n\n');
  const expected = [{ event: 'message', data: '\uFEFFx', id: undefined }];
  expect(parse([stream])).toEqual(expected);
  expect(parse(cut(stream, [1]))).toEqual(expected);
});

test('hands on a last event without its empty line only when the stream ends', () => {
  const chunk = utf8.encode('data: [DONE]');
  expect(parse([chunk])).toEqual([]);
  expect(parse([chunk], true)).toEqual([{ event: 'message', data: '[DONE]', id: undefined }]);
});

test('says which cap was passed, in whatever pieces the line came', () => {
  const line = utf8.encode(`data: ${'x'.repeat(100)}\n\n`);
  expect(() => parse([line], false, 64)).toThrow("an event stream's line is longer than 64 bytes");
  expect(() => parse(cut(line, [1]), false, 64)).toThrow("an event stream's line is longer than 64 bytes");
  expect(() => parse(cut(line.slice(0, 80), [7]), false, 64)).toThrow('line');
  const event = utf8.encode(`data: ${'x'.repeat(40)}\n`.repeat(3));
  expect(() => parse([event], false, 64)).toThrow("an event stream's event is longer than 64 bytes");
});

test('hands on the same events as eventsource-parser for any text in any pieces', () => {
  const piece = fc.constantFrom(
    'data',
    'event',
    'id',
    'retry',
    ':',
    ': ',
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\n\n',
    'x',
    'é',
    '𝄞',
    '\uFEFF',
    '\0',
    'data: {"a":1}\n\n',
    'datax: 1\n',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
      (pieces, sizes) => {
        const bytes = utf8.encode(pieces.join(''));
        const expected = oracle(bytes);
        expect(parse(cut(bytes, sizes))).toEqual(expected);
        expect(parse([bytes])).toEqual(expected);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('reads any bytes at all, valid UTF-8 or not, the same in one piece and in many', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
      (noise, sizes) => {
        const bytes = new Uint8Array([...utf8.encode('data: '), ...noise, 10, 10]);
        expect(parse(cut(bytes, sizes), true)).toEqual(parse([bytes], true));
      },
    ),
  );
});

test.each(recordings)('reads %s the same at every split', (_name, bytes) => {
  const whole = parse([bytes]);
  expect(whole).toEqual(oracle(bytes));
  expect(whole.length).toBeGreaterThan(2);
  expect(parse(cut(bytes, [1]))).toEqual(whole);
  for (let at = 1; at < bytes.length; at += 1) expect(parse([bytes.slice(0, at), bytes.slice(at)]).length).toBe(whole.length);
});

test('reads back what the encoder wrote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string({ minLength: 1 })), (raw, name) => {
      const data = raw.toWellFormed();
      const event = name?.toWellFormed().replace(/[\r\n\0]/g, '');
      const text = encodeSseComment('a\nb') + encodeSse({ data, ...(event ? { event } : {}) });
      expect(one(text)).toEqual([{ event: event ? event : 'message', data: data.replace(/\r\n|\r/g, '\n'), id: undefined }]);
    }),
  );
});

test('a long line that arrives byte by byte, and a chunk of short lines, cost no more than their length', () => {
  const started = cpuMs();
  const long = utf8.encode(`data: ${'y'.repeat(400_000)}\n\n`);
  expect(parse(cut(long, [1]), false, 1_000_000)[0]?.data.length).toBe(400_000);
  expect(parse([utf8.encode('a\r'.repeat(200_000))])).toEqual([]);
  expect(cpuMs() - started).toBeLessThan(10_000);
});
