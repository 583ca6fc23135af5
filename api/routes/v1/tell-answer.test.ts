import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Response } from 'express';
import { expect, test } from 'vitest';
import type { ModelEvent } from '../../providers/port.ts';
import { tellAnswer, type Teller } from './tell-answer.ts';

const readerSilence = 300;
const piece = 'x'.repeat(100_000);
const teller: Teller = { tell: () => piece, finish: () => 'done', fail: ({ code }) => code, keepAlive: () => '' };

/** An answer of `pieces` pieces told to `read`; the socket holds some of them whoever reads. */
async function told(pieces: number, read: (answer: IncomingMessage) => void, silence = readerSilence) {
  const aborting = new AbortController();
  let made = 0;
  async function* events(): AsyncGenerator<ModelEvent> {
    while (made < pieces && !aborting.signal.aborted) {
      made += 1;
      yield await Promise.resolve({ type: 'text-delta', part: 'p', delta: '' } as const);
    }
  }
  const over = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    tellAnswer(
      events(),
      teller,
      { response: response as unknown as Response, signal: aborting.signal, abort: () => aborting.abort() },
      silence,
    ).then(over.resolve, (error: unknown) => over.reject(error));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asking = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }, read);
  asking.on('error', () => undefined);
  const startedAt = performance.now();
  await over.promise;
  const took = performance.now() - startedAt;
  server.closeAllConnections();
  server.close();
  return { made, took, aborted: aborting.signal.aborted };
}

test('a reader that takes nothing ends the call, whose model is asked for no more', async () => {
  const { made, took, aborted } = await told(10_000, (answer) => {
    answer.on('error', () => undefined);
    answer.pause();
  });
  expect(aborted).toBe(true);
  expect(made).toBeLessThan(1_000);
  expect(took).toBeGreaterThan(readerSilence * 0.9);
  expect(took).toBeLessThan(readerSilence + 5_000);
});

test('a reader that is slow and goes on reading gets everything', async () => {
  let bytes = 0;
  const ended = Promise.withResolvers<void>();
  // Longer than a busy machine keeps anybody from reading, and shorter than it all takes.
  const silence = 1_500;
  const read = (answer: IncomingMessage): void => {
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      answer.pause();
      setTimeout(() => answer.resume(), 8);
    });
    answer.on('end', ended.resolve).on('error', ended.reject);
  };
  const { made, aborted } = await told(150, read, silence);
  expect([made, aborted]).toEqual([150, false]);
  await ended.promise;
  expect(bytes).toBe(150 * piece.length + 'done'.length);
});
