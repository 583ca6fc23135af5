import { decodeFrame } from '@parley/chat-core';
import { protocolVersion } from '@parley/contracts';
import { WebSocket } from 'ws';

/** What a page would show of running turns, as text. */
export interface FollowedTexts {
  textOf(turnId: string): string;
  /** Resolves when every turn shows at least so many characters. */
  allReach(length: number): Promise<void>;
  close(): void;
}

/** Follows turns from their beginning over a WebSocket. */
export function followTexts(url: string, token: string, turnIds: readonly string[]): FollowedTexts {
  const texts = new Map(turnIds.map((id) => [id, '']));
  const channels = new Map<number, string>();
  let waiting: { length: number; resolve: () => void }[] = [];
  const isReached = ({ length }: { length: number }): boolean => [...texts.values()].every((text) => text.length >= length);

  function take(line: string): void {
    const frame = JSON.parse(line) as unknown[] | { type: string; topic: string; channel: number };
    if (!Array.isArray(frame)) {
      if (frame.type === 'subscribed') channels.set(frame.channel, frame.topic.slice('turn:'.length));
      return;
    }
    const { channel, event } = decodeFrame(frame);
    const turnId = channels.get(channel);
    if (turnId !== undefined && event.type === 'text-delta') texts.set(turnId, texts.get(turnId)! + event.delta);
    waiting = waiting.filter((entry) => !isReached(entry) || entry.resolve());
  }

  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { origin: url });
  const topics = turnIds.map((id) => ({ topic: `turn:${id}`, cursor: 0 }));
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: protocolVersion, token, topics })));
  socket.on('message', (data: Buffer) => {
    for (const line of data.toString().split('\n')) if (line !== '') take(line);
  });
  // The server may be killed meanwhile.
  socket.on('error', () => undefined);
  return {
    textOf: (turnId) => texts.get(turnId)!,
    allReach: (length) => (isReached({ length }) ? Promise.resolve() : new Promise((resolve) => void waiting.push({ length, resolve }))),
    close: () => socket.terminate(),
  };
}
