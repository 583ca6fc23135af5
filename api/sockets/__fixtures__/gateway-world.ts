import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HelloFrame, ServerFrame, Subscription, TurnEvent } from '@parley/contracts';
import { createSseParser, decodeFrame, type ChannelledEvent } from '@parley/chat-core';
import { WebSocket } from 'ws';
import { createMemoryBus } from '../../realtime/memory/create-memory-bus.ts';
import { createMemoryTurnLog } from '../../realtime/memory/create-memory-turn-log.ts';
import type { TurnLog } from '../../realtime/ports.ts';
import type { Authenticated, GatewayOptions } from '../gateway-options.ts';
import { createGateway } from '../create-gateway.ts';

export const turn = (number: number): string => `0193b0f0-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const turnTopic = (number: number): string => `turn:${turn(number)}`;
export const delta = (text: string): TurnEvent => ({ type: 'text-delta', part: 'p1', delta: text });
export const turnEnd = { type: 'turn-end', status: 'done', stopReason: 'end' } as const satisfies TurnEvent;
export const hello = (token: string, topics: readonly Subscription[] = []): HelloFrame => ({
  type: 'hello',
  protocol: 1,
  token,
  topics: [...topics],
});

/**
 * A gateway over real sockets. A token is `user/session` or `user/session/expiresAt`; `bad` is refused. A person may follow
 * every turn and conversation but those in `foreign`.
 */
export async function gatewayWorld(overrides: Partial<GatewayOptions> = {}, turnLog: TurnLog = createMemoryTurnLog()) {
  const bus = createMemoryBus();
  const foreign = new Set<string>();
  const endedSessions = new Set<string>();
  const problems: string[] = [];
  const note = (_: unknown, message: string): void => void problems.push(message);
  const gateway = createGateway({
    async authenticate(token): Promise<Authenticated | null> {
      const [userId = '', sessionId = '', expiresAt] = token.split('/');
      if (token === 'bad' || endedSessions.has(sessionId)) return null;
      return { actor: { userId, sessionId, role: 'member' }, expiresAt: Number(expiresAt ?? Number.MAX_SAFE_INTEGER) };
    },
    mayFollow: async (_, topic) => !foreign.has(topic),
    turnLog,
    bus,
    build: 'test',
    now: Date.now,
    logger: { debug: () => undefined, info: () => undefined, warn: note, error: note },
    allowedOrigin: (origin, host) => origin === undefined || origin === `http://${host}`,
    ...overrides,
  });
  const server = createServer((request, response) => void gateway.serveStream(request, response));
  server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    gateway,
    bus,
    turnLog,
    foreign,
    endedSessions,
    problems,
    port,
    socketUrl: `ws://127.0.0.1:${port}/api/realtime`,
    streamUrl: `http://127.0.0.1:${port}/api/realtime/stream`,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await turnLog[Symbol.asyncDispose]();
      await bus[Symbol.asyncDispose]();
    },
  };
}
export type GatewayWorld = Awaited<ReturnType<typeof gatewayWorld>>;

/** What a reader of either transport got, and a way to wait for more. */
export function createReading() {
  const lines: string[] = [];
  let wake: () => void = () => undefined;
  let close: { code: number; reason: string } | null = null;
  async function until<T>(find: () => T | undefined | null | false, within = 5_000): Promise<T> {
    const deadline = performance.now() + within;
    for (;;) {
      const found = find();
      if (found !== undefined && found !== null && found !== false) return found;
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`Waited in vain; got ${lines.length} lines, the last: ${lines.slice(-3).join(' | ').slice(0, 500)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 20));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  const parsed = (): unknown[] => lines.map((line) => JSON.parse(line) as unknown);
  const frames = (): ServerFrame[] => parsed().filter((value): value is ServerFrame => !Array.isArray(value));
  const events = (): ChannelledEvent[] => parsed().filter(Array.isArray).map(decodeFrame);
  return {
    lines,
    frames,
    events,
    until,
    take(text: string): void {
      lines.push(...text.split('\n'));
      wake();
    },
    closedWith(code: number, reason: string): void {
      close = { code, reason };
      wake();
    },
    frame: <Type extends ServerFrame['type']>(type: Type) =>
      until(() => frames().find((frame): frame is Extract<ServerFrame, { type: Type }> => frame.type === type)),
    text: (): string => events().map(({ event }) => ('delta' in event ? event.delta : '')).join(''),
    closed: () => until(() => close),
  };
}

/** A reader over WebSocket. */
export async function openSocket(world: GatewayWorld, first?: HelloFrame | string, headers: Record<string, string> = {}) {
  const reading = createReading();
  const ws = new WebSocket(world.socketUrl, { headers, perMessageDeflate: false });
  ws.on('message', (data) => reading.take((data as Buffer).toString()));
  ws.on('close', (code, reason) => reading.closedWith(code, reason.toString()));
  await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
  const send = (frame: unknown): void => ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  if (first !== undefined) send(first);
  return { ...reading, ws, send };
}

/** A reader over the event stream. */
export async function openStream(world: Pick<GatewayWorld, 'streamUrl'>, body: unknown, headers: Record<string, string> = {}) {
  const reading = createReading();
  const abort = new AbortController();
  const response = await fetch(world.streamUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: abort.signal,
  });
  const parser = createSseParser({ maxLineBytes: 4_000_000, maxEventBytes: 64_000_000 }, ({ data }) => reading.take(data));
  async function pump(): Promise<void> {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) parser.push(chunk);
    reading.closedWith(0, 'end');
  }
  if (response.ok) pump().catch(() => reading.closedWith(-1, 'aborted'));
  return { ...reading, response, abort: () => abort.abort() };
}
