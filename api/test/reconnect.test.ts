import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSseParser, decodeFrame } from '@parley/chat-core';
import { WebSocket } from 'ws';
import { createJournal } from '../realtime/journal/create-journal.ts';
import { createMemoryBus } from '../realtime/memory/create-memory-bus.ts';
import type { LogWriter, TurnLog } from '../realtime/ports.ts';
import { createGateway, type Gateway } from '../sockets/create-gateway.ts';

const disconnects = process.env['PARLEY_FULL'] === '1' ? 200 : 20;
const seed = Number(process.env['PARLEY_SEED'] ?? 731);
const turnId = '0193b0f0-0000-7000-8000-000000000001';

/** Mulberry32. */
function randomFrom(state: number): () => number {
  let a = state;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const random = randomFrom(seed);

const folder = mkdtempSync(path.join(tmpdir(), 'parley-reconnect-'));
let journal: TurnLog;
let gateway: Gateway;
const server = createServer((incoming, response) => void gateway.serveStream(incoming, response));
let port = 0;

beforeAll(async () => {
  journal = await createJournal({ dataDir: folder });
  gateway = createGateway({
    authenticate: async () => ({ actor: { userId: 'ann', sessionId: 's', role: 'member' }, expiresAt: Number.MAX_SAFE_INTEGER }),
    mayFollow: async () => true,
    turnLog: journal,
    bus: createMemoryBus(),
    build: 'test',
    now: Date.now,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    allowedOrigin: () => true,
  });
  server.on('upgrade', (incoming, socket, head) => gateway.handleUpgrade(incoming, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await gateway.close();
  server.closeAllConnections();
  server.close();
  await journal[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** What the reader has of the turn: it keeps whole lines only, and its cursor is the last seq it has. */
const has = { cursor: 0, text: '', ended: false, repeats: 0, gaps: 0 };

function take(lines: string): void {
  for (const line of lines.split('\n')) {
    if (!line.startsWith('[')) continue;
    const { seq, event } = decodeFrame(JSON.parse(line) as unknown[]);
    if (seq <= has.cursor) has.repeats += 1;
    if (seq > has.cursor + 1) has.gaps += 1;
    has.cursor = seq;
    if (event.type === 'text-delta') has.text += event.delta;
    if (event.type === 'turn-end') has.ended = true;
  }
}

const hello = (): string =>
  JSON.stringify({ type: 'hello', protocol: 1, token: 't', topics: [{ topic: `turn:${turnId}`, cursor: has.cursor }] });

/** A connection that the network cuts after so many bytes of answers, wherever in a frame or a character that falls. */
function connectionCutAfter(bytes: number): Socket {
  const socket = connect(port, '127.0.0.1');
  let left = bytes;
  const emit = socket.push.bind(socket);
  socket.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (!(chunk instanceof Uint8Array)) return emit(chunk, encoding);
    if (chunk.length < left) {
      left -= chunk.length;
      return emit(chunk);
    }
    const more = left > 0 ? emit(chunk.subarray(0, left)) : false;
    left = 0;
    setImmediate(() => socket.destroy());
    return more;
  };
  return socket;
}

function readBySocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/api/realtime`, { createConnection: () => socket });
    ws.on('open', () => ws.send(hello()));
    ws.on('message', (data) => {
      take((data as Buffer).toString());
      if (has.ended) ws.close();
    });
    ws.on('error', () => undefined);
    ws.on('close', () => resolve());
  });
}

function readByStream(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const parser = createSseParser({ maxLineBytes: 1_000_000 }, ({ data }) => take(data));
    const post = request({ createConnection: () => socket, method: 'POST', path: '/api/realtime/stream' }, (response) => {
      response.on('data', (chunk: Buffer) => {
        parser.push(chunk);
        if (has.ended) socket.destroy();
      });
      response.on('error', () => undefined);
    });
    post.on('error', () => undefined);
    socket.on('close', () => resolve());
    post.end(hello());
  });
}

const words = [' word', ' "quoted"', ' 𝄞𝄞', '\n', ' \u2028é', ' über', ' 漢字', ' \\n', ' \ud83d\ude00'];

/** Writes until told to stop, at an uneven pace. */
async function write(writer: LogWriter, stopped: () => boolean): Promise<string> {
  let text = '';
  for (let index = 0; !stopped(); index += 1) {
    const delta = `${words[index % words.length]}${index}`;
    text += delta;
    writer.append({ type: 'text-delta', part: 'p1', delta });
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 4));
  }
  await writer.finalize({ type: 'turn-end', status: 'done', stopReason: 'end' });
  return text;
}

test(
  `a reader cut off ${disconnects} times has the text of the uninterrupted run (seed ${seed})`,
  { timeout: 60_000 + disconnects * 500 },
  async () => {
    const writer = await journal.acquire(turnId, 1);
    let enough = false;
    const whole = write(writer, () => enough);
    for (let cut = 0; cut < disconnects; cut += 1) {
      const socket = connectionCutAfter(1 + Math.floor(random() * (cut % 5 === 0 ? 300 : 6_000)));
      await (cut % 2 === 0 ? readBySocket(socket) : readByStream(socket));
      expect(has.ended).toBe(false);
      if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 30));
    }
    enough = true;
    const text = await whole;
    await readBySocket(connect(port, '127.0.0.1'));
    expect(has).toEqual({ cursor: has.cursor, text, ended: true, repeats: 0, gaps: 0 });
    console.log(`resumed ${disconnects} times over ${has.cursor} events and ${text.length} characters (seed ${seed})`);
  },
);
