import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { expect, test, vi } from 'vitest';
import { limits } from '@parley/contracts';
import { discardBody } from './discard-body.ts';

const request = (pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, headers: Record<string, string> = {}): IncomingMessage =>
  Object.assign(Readable.from(pieces, { objectMode: false }), { headers }) as unknown as IncomingMessage;

const quarter = Buffer.alloc(limits.refusedBodyBytes / 4);

test('reads a body to its end', async () => {
  expect(await discardBody(request([quarter, quarter, quarter, quarter]))).toBe(true);
  expect(await discardBody(request([]))).toBe(true);
});

test('gives up beyond the cap, announced or not', async () => {
  expect(await discardBody(request([quarter, quarter, quarter, quarter, Buffer.alloc(1), quarter]))).toBe(false);
  expect(await discardBody(request([], { 'content-length': String(limits.refusedBodyBytes + 1) }))).toBe(false);
});

test('gives up on a sender that leaves', async () => {
  const leaving = request([quarter]);
  leaving.destroy(new Error('reset'));
  expect(await discardBody(leaving)).toBe(false);
});

test('gives up on a sender that drips', async () => {
  vi.useFakeTimers();
  async function* silent(): AsyncGenerator<Uint8Array> {
    yield quarter;
    await new Promise(() => undefined);
  }
  const outcome = discardBody(request(silent()));
  await vi.advanceTimersByTimeAsync(limits.refusedBodyWithin);
  expect(await outcome).toBe(false);
  vi.useRealTimers();
});
