import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { limits } from '@parley/contracts';
import { readJson } from './read-json.ts';

const json = { 'content-type': 'application/json' };

/** A request as far as the reader looks at one, arriving in pieces. */
function request(body: string | Uint8Array | Iterable<Uint8Array>, headers: Record<string, string> = json): IncomingMessage {
  const pieces = typeof body === 'string' ? [Buffer.from(body)] : body instanceof Uint8Array ? [body] : body;
  return Object.assign(Readable.from(pieces, { objectMode: false }), { headers }) as unknown as IncomingMessage;
}

const refused = (code: string): unknown => expect.objectContaining({ code });

test('reads what RFC 8259 allows', async () => {
  expect(await readJson(request('{"a":[1,"é",null]}'))).toEqual({ a: [1, 'é', null] });
  expect(await readJson(request('"text"', { 'content-type': 'Application/JSON; charset=utf-8' }))).toBe('text');
});

test('puts a character together that came in two pieces', async () => {
  const bytes = Buffer.from('{"a":"é"}');
  expect(await readJson(request([bytes.subarray(0, 7), bytes.subarray(7)]))).toEqual({ a: 'é' });
});

test('takes exactly a megabyte and not a byte more, announced or not', async () => {
  const filled = (bytes: number): string => `"${'x'.repeat(bytes - 2)}"`;
  expect(await readJson(request(filled(limits.jsonBodyBytes)))).toHaveLength(limits.jsonBodyBytes - 2);
  await expect(readJson(request(filled(limits.jsonBodyBytes + 1)))).rejects.toEqual(refused('request.too-large'));
  const announced = request('{}', { ...json, 'content-length': String(limits.jsonBodyBytes + 1) });
  await expect(readJson(announced)).rejects.toEqual(refused('request.too-large'));
});

test('gives up on a body without end', async () => {
  let pieces = 0;
  function* endless(): Generator<Uint8Array> {
    for (;;) {
      pieces += 1;
      yield Buffer.alloc(65_536, 0x20);
    }
  }
  await expect(readJson(request(endless()))).rejects.toEqual(refused('request.too-large'));
  expect(pieces).toBeLessThan(40);
});

test('takes 64 levels and not one more, whatever stands inside of strings', async () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  expect(await readJson(request(nested(limits.jsonDepth)))).toBeDefined();
  await expect(readJson(request(nested(limits.jsonDepth + 1)))).rejects.toEqual(refused('request.too-deep'));
  await expect(readJson(request('['.repeat(1_000_000)))).rejects.toEqual(refused('request.too-deep'));
  const brackets = JSON.stringify({ text: `${'['.repeat(1_000)}\\"${'{'.repeat(1_000)}` });
  expect(await readJson(request(brackets))).toBeDefined();
  await expect(readJson(request(`{"\\\\":${nested(limits.jsonDepth)}}`))).rejects.toEqual(refused('request.too-deep'));
});

test.each([
  ['nothing', ''],
  ['a document that was cut off', '{"a":'],
  ['two documents', '{}{}'],
  ['what only JavaScript reads', '{a:1}'],
  ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
])('refuses %s', async (_what, body) => {
  await expect(readJson(request(body))).rejects.toEqual(refused('request.malformed-json'));
});

test.each(['{"__proto__":{}}', '{"a":{"__proto__":1}}', '{"\\u005f\\u005fproto__":1}'])(
  'refuses a key that would be a prototype: %s',
  async (body) => {
    await expect(readJson(request(body))).rejects.toEqual(refused('request.invalid'));
  },
);

test('takes text that only speaks of prototypes', async () => {
  expect(await readJson(request('{"text":"__proto__ \\u00e9"}'))).toEqual({ text: '__proto__ é' });
});

test.each<Record<string, string>>([
  {},
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { ...json, 'content-encoding': 'gzip' },
])('refuses other media: %o', async (headers) => {
  await expect(readJson(request('{}', headers))).rejects.toEqual(refused('request.unsupported-media-type'));
});
