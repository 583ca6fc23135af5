import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRoutes, type RouteDeclaration } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { world, type Visitor, type World } from './world.ts';

/** Attack 50: bodies that are too much, by callers nobody knows, on every route. They are sent by hand: fetch would refuse most of them. */
let here: World;
let anna: Visitor;
beforeAll(async () => {
  here = await world();
  anna = await here.signUp();
});
afterAll(() => here[Symbol.asyncDispose]());

const megabyte = Buffer.alloc(1_048_576, 'x');

interface Hostile {
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces to write for as long as the server takes them. */
  readonly pieces: () => Iterable<Uint8Array | string>;
}

const json = { 'content-type': 'application/json' };

function* repeated(piece: Uint8Array | string, times: number): Generator<Uint8Array | string> {
  for (let index = 0; index < times; index += 1) yield piece;
}

const kinds: Readonly<Record<string, Hostile>> = {
  '100 MB, announced': { headers: { ...json, 'content-length': String(100 * megabyte.length) }, pieces: () => repeated(megabyte, 100) },
  '100 MB, in chunks': { headers: { ...json, 'transfer-encoding': 'chunked' }, pieces: () => repeated(megabyte, 100) },
  'a million levels': { headers: { ...json, 'transfer-encoding': 'chunked' }, pieces: () => ['['.repeat(1_000_000)] },
  'a hundred thousand form fields': {
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'transfer-encoding': 'chunked' },
    pieces: () => [Array.from({ length: 100_000 }, (_, index) => `a${index}=1`).join('&')],
  },
  'a long boundary': {
    headers: { 'content-type': `multipart/form-data; boundary=${'x'.repeat(8_000)}`, 'transfer-encoding': 'chunked' },
    pieces: () => [`--${'x'.repeat(8_000)}\r\n`, megabyte],
  },
};

interface Reply {
  readonly status: number;
  readonly text: string;
  /** Bytes the server took before it answered. */
  readonly taken: number;
}

/** Writes until the server answers or hangs up. A connection that was cut without an answer is status 0. */
function send(route: RouteDeclaration, { headers, pieces }: Hostile): Promise<Reply> {
  return new Promise((resolve) => {
    let taken = 0;
    let answered = false;
    const path = `/api${route.path.replaceAll(/:\w+/g, () => uuidv7())}`;
    const outgoing = httpRequest(here.url + path, { method: route.method.toUpperCase(), headers, agent: false });
    const finish = (status: number, text: string): void => {
      if (answered) return;
      answered = true;
      outgoing.destroy();
      resolve({ status, text, taken });
    };
    outgoing.on('response', (incoming: IncomingMessage) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => finish(incoming.statusCode ?? 0, text));
      incoming.on('error', () => finish(incoming.statusCode ?? 0, text));
    });
    outgoing.on('error', () => setImmediate(() => finish(0, '')));
    const write = async (): Promise<void> => {
      for (const piece of pieces()) {
        if (answered || outgoing.destroyed) return;
        taken += piece.length;
        if (!outgoing.write(piece)) await new Promise<void>((go) => void outgoing.once('drain', go).once('close', go));
      }
      outgoing.end();
    };
    void write();
  });
}

test.each(Object.entries(kinds))('refuses %s on every route, and stays well', { timeout: 60_000 }, async (_name, kind) => {
  const before = process.memoryUsage().rss;
  let most = before;
  const replies: Reply[] = [];
  for (const route of allRoutes) {
    const reply = await send(route, kind);
    most = Math.max(most, process.memoryUsage().rss);
    replies.push(reply);
    expect([route.id, reply.status, reply.text.slice(0, 200)]).toEqual([
      route.id,
      expect.toSatisfy((status: number) => status === 0 || (status >= 400 && status < 500)),
      reply.status === 0 ? '' : expect.stringMatching(/^\{"error":\{"code":"[a-z]+\.[a-z-]+"/),
    ]);
    expect(reply.taken).toBeLessThan(12 * megabyte.length);
  }
  // A server that hangs up while a caller still sends may take its answer along; it must not be the rule.
  expect(replies.filter(({ status }) => status === 0).length).toBeLessThan(replies.length / 2);
  expect((most - before) / megabyte.length).toBeLessThan(50);
  expect((await anna.call('GET', '/api/account')).status).toBe(200);
});

test('others are served while bodies without end pour in', { timeout: 60_000 }, async () => {
  const times: number[] = [];
  const flood = Promise.all(allRoutes.map((route) => send(route, kinds['100 MB, in chunks']!)));
  let flooding = true;
  void flood.finally(() => (flooding = false));
  while (flooding || times.length < 20) {
    const from = performance.now();
    expect((await anna.call('GET', '/api/account')).status).toBe(200);
    times.push(performance.now() - from);
  }
  await flood;
  // Sender and server share this process and its machine: this catches an event loop that is held, nothing finer.
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]).toBeLessThan(1_000);
});
