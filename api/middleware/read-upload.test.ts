import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { limits } from '@parley/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readUpload } from './read-upload.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const requestOf = (stream: PassThrough, headers: Record<string, string> = {}): IncomingMessage =>
  Object.assign(stream, { headers }) as never;

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('a body comes through as it is, with the length that was announced', async () => {
  const stream = new PassThrough();
  const { length, body } = readUpload(requestOf(stream, { 'content-length': '5', 'content-type': 'text/html' }));
  stream.end('hello');
  expect([length, await read(body)]).toEqual([5, 'hello']);
  const chunked = readUpload(requestOf(new PassThrough(), { 'transfer-encoding': 'chunked' }));
  expect(chunked.length).toBeNull();
});

test('a sender who falls silent is given up, and the connection stays for the refusal', async () => {
  const stream = new PassThrough();
  const reading = read(readUpload(requestOf(stream, { 'content-length': '9' })).body);
  reading.catch(() => undefined);
  stream.write('hel');
  await vi.advanceTimersByTimeAsync(limits.uploadSilence - 1);
  stream.write('lo');
  await vi.advanceTimersByTimeAsync(limits.uploadSilence - 1);
  await vi.advanceTimersByTimeAsync(2);
  await expect(reading).rejects.toMatchObject({ code: 'file.cut-off' });
  expect(stream.destroyed).toBe(false);
});

test('a sender who drips for ever is given up', async () => {
  const stream = new PassThrough();
  const reading = read(readUpload(requestOf(stream, { 'content-length': '999999' })).body);
  reading.catch(() => undefined);
  for (let waited = 0; waited <= limits.uploadTotal; waited += 10_000) {
    stream.write('x');
    await vi.advanceTimersByTimeAsync(10_000);
  }
  await expect(reading).rejects.toMatchObject({ code: 'file.cut-off' });
});

test('a connection that breaks is a file that was cut off', async () => {
  const stream = new PassThrough();
  const reading = read(readUpload(requestOf(stream, { 'content-length': '9' })).body);
  stream.write('hel');
  stream.destroy(new Error('aborted'));
  await expect(reading).rejects.toMatchObject({ code: 'file.cut-off' });
});

test.each(['multipart/form-data; boundary=x', 'Multipart/Mixed'])('%s is refused before a byte is read', (type) => {
  expect(() => readUpload(requestOf(new PassThrough(), { 'content-type': type }))).toThrow(
    expect.objectContaining({ code: 'request.unsupported-media-type' }),
  );
});
