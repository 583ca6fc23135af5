import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRoutes, type RouteDeclaration } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { startChild, type Child } from './crash/child-process.ts';
import { program } from './program.ts';

/**
 * Attack 50: bodies that are too much, by callers nobody knows, on every route. They are sent by hand, since fetch would refuse most of them, to a
 * server in a process of its own, whose memory can be weighed without the sender's.
 */
let server: Child;
let dataDir: string;
let url: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'parley-hostile-'));
  server = await startChild(program('server'), /ready at (\S+)/, { PORT: '0', DATA_DIR: dataDir, LOCAL_MODELS: 'off', RATE_LIMITS: 'off' });
  url = server.match[1]!;
  // What is loaded, compiled or set aside at the first calls is no growth.
  for (let round = 0; round < 4; round += 1)
    for (const route of allRoutes) await send(route, { headers: json, pieces: () => [halfMegabyte] });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

/** Resident bytes of the server, where the system tells: elsewhere 0, and growth is not judged. */
async function residentBytes(): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

const isWell = async (): Promise<boolean> => (await fetch(`${url}/api/health`)).status === 200;

const formFields = Array.from({ length: 100_000 }, (_, index) => `a${index}=1`).join('&');
const halfMegabyte = Buffer.alloc(524_288, 'x');
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
    pieces: () => [formFields],
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
    const place = `/api${route.path.replaceAll(/:\w+/g, () => uuidv7())}`;
    const outgoing = httpRequest(url + place, { method: route.method.toUpperCase(), headers, agent: false });
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
    let goOn = (): void => undefined;
    for (const event of ['drain', 'close']) outgoing.on(event, () => goOn());
    const write = async (): Promise<void> => {
      for (const piece of pieces()) {
        if (answered || outgoing.destroyed) return;
        taken += piece.length;
        if (!outgoing.write(piece)) await new Promise<void>((resume) => (goOn = resume));
      }
      outgoing.end();
    };
    void write();
  });
}

test.each(Object.entries(kinds))('refuses %s on every route, and stays well', { timeout: 60_000 }, async (name, kind) => {
  const before = await residentBytes();
  let most = before;
  const replies: Reply[] = [];
  for (const route of allRoutes) {
    const reply = await send(route, kind);
    most = Math.max(most, await residentBytes());
    replies.push(reply);
    expect([route.id, reply.status, reply.text.slice(0, 200)]).toEqual([
      route.id,
      expect.toSatisfy((status: number) => status === 0 || (status >= 400 && status < 500)),
      reply.status === 0 ? '' : expect.stringMatching(/^\{"error":\{"code":"[a-z]+\.[a-z-]+"/),
    ]);
    expect(reply.taken).toBeLessThan(12 * megabyte.length);
  }
  // What is far beyond the cap may be cut off so hard that the answer is lost; whatever else is refused hears why.
  if (!name.startsWith('100 MB')) expect(replies.filter(({ status }) => status === 0)).toEqual([]);
  expect((most - before) / megabyte.length).toBeLessThan(50);
  expect(await isWell()).toBe(true);
});

test('a person whose token expired hears so, however long their message is', async () => {
  const route = allRoutes.find(({ id }) => id === 'turns.create')!;
  const message = JSON.stringify({ parts: [{ type: 'text', text: 'x'.repeat(400_000) }] });
  for (let round = 0; round < 20; round += 1) {
    const reply = await send(route, { headers: json, pieces: () => [message] });
    expect([reply.status, reply.text]).toEqual([401, expect.stringContaining('auth.required')]);
  }
});

test('others are served while bodies without end pour in', { timeout: 60_000 }, async () => {
  const times: number[] = [];
  const flood = Promise.all(allRoutes.map((route) => send(route, kinds['100 MB, in chunks']!)));
  let flooding = true;
  void flood.finally(() => (flooding = false));
  while (flooding || times.length < 20) {
    const from = performance.now();
    expect(await isWell()).toBe(true);
    times.push(performance.now() - from);
  }
  await flood;
  // Sender, server and whatever else runs share one machine: this catches an event loop that is held, nothing finer.
  expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(2_000);
});
