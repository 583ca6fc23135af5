import { decodeFrame } from '@parley/chat-core';
import { protocolVersion, type TurnEvent, type TurnStatus } from '@parley/contracts';
import { monotonicMicros } from '@parley/test-kit';
import { WebSocket } from 'ws';
import { tokenNumbers } from './verdict.ts';

/** What a reader was shown of one turn. */
export interface Shown {
  /** Monotonic microseconds by token number. */
  readonly tokens: Map<number, number>;
  end: TurnStatus | null;
}

/** Reads turns live, as a page does, and notes when each token was shown. */
export interface LiveReader {
  readonly shown: ReadonlyMap<string, Shown>;
  /** Resolves when the turn has been shown its token `number`, or its end. */
  reaches(turnId: string, number: number): Promise<void>;
  close(): void;
}

interface Recorder extends Omit<LiveReader, 'close'> {
  /** One frame of the protocol, as a line. */
  line(text: string): void;
}

function createRecorder(turnIds: readonly string[]): Recorder {
  const shown = new Map<string, Shown>(turnIds.map((id) => [id, { tokens: new Map(), end: null }]));
  const channels = new Map<number, string>();
  let waiting: { turnId: string; number: number; resolve: () => void }[] = [];

  const isReached = ({ turnId, number }: { turnId: string; number: number }): boolean => {
    const turn = shown.get(turnId);
    return turn !== undefined && (turn.end !== null || turn.tokens.has(number));
  };
  const show = (turnId: string, event: TurnEvent, us: number): void => {
    const turn = shown.get(turnId)!;
    if (event.type === 'text-delta') for (const number of tokenNumbers(event.delta)) turn.tokens.set(number, us);
    if (event.type === 'turn-end') turn.end = event.status;
    waiting = waiting.filter((entry) => !isReached(entry) || entry.resolve());
  };
  return {
    shown,
    reaches: (turnId, number) =>
      isReached({ turnId, number }) ? Promise.resolve() : new Promise((resolve) => void waiting.push({ turnId, number, resolve })),
    line(text) {
      const us = monotonicMicros();
      const frame = JSON.parse(text) as unknown[] | { type: string; topic: string; channel: number };
      if (!Array.isArray(frame)) {
        if (frame.type === 'subscribed') channels.set(frame.channel, frame.topic.slice('turn:'.length));
        return;
      }
      const { channel, event } = decodeFrame(frame);
      const turnId = channels.get(channel);
      if (turnId !== undefined) show(turnId, event, us);
    },
  };
}

const hello = (token: string, turnIds: readonly string[]): string =>
  JSON.stringify({ type: 'hello', protocol: protocolVersion, token, topics: turnIds.map((id) => ({ topic: `turn:${id}`, cursor: 0 })) });

/** Reads over a WebSocket until it is closed from either side. */
export function readSocket(url: string, token: string, turnIds: readonly string[]): LiveReader {
  const recorder = createRecorder(turnIds);
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { origin: url });
  socket.on('open', () => socket.send(hello(token, turnIds)));
  socket.on('message', (data: Buffer) => {
    for (const line of data.toString().split('\n')) if (line !== '') recorder.line(line);
  });
  // The server is going to be killed: that its sockets break is the point.
  socket.on('error', () => undefined);
  return { ...recorder, close: () => socket.terminate() };
}

/** Reads over the SSE twin until it is closed from either side. */
export function readStream(url: string, token: string, turnIds: readonly string[]): LiveReader {
  const recorder = createRecorder(turnIds);
  const controller = new AbortController();
  const read = async (): Promise<void> => {
    const response = await fetch(`${url}/api/realtime/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: hello(token, turnIds),
      signal: controller.signal,
    });
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop()!;
      for (const line of lines) if (line.startsWith('data:')) recorder.line(line.slice('data:'.length));
    }
  };
  read().catch(() => undefined);
  return { ...recorder, close: () => controller.abort() };
}
