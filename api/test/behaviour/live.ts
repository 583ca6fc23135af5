import { applyChatEvent, decodeFrame, emptyAnswer, messageText } from '@parley/chat-core';
import { protocolVersion, type Hint, type ServerFrame, type TurnEvent } from '@parley/contracts';
import { WebSocket } from 'ws';

/** One connection of a page, with what it was told. */
export interface Live extends Disposable {
  readonly hints: readonly Hint[];
  /** Of one turn, in order; seqs without gap or repeat, or the test fails. */
  events(turnId: string): readonly TurnEvent[];
  /** What the answer of a turn looks like to this reader. */
  text(turnId: string): string;
  /** Resolves when the condition holds after something came in. */
  until(condition: () => boolean): Promise<void>;
}

/** Opens a socket on topics from their cursors and resolves when it is welcome. A topic that is refused rejects. */
export async function openLive(url: string, token: string, topics: readonly (string | { topic: string; cursor: number })[]): Promise<Live> {
  const asked = topics.map((each) => (typeof each === 'string' ? { topic: each, cursor: 0 } : each));
  const hints: Hint[] = [];
  const channels = new Map<number, string>();
  const logs = new Map<string, { cursor: number; events: TurnEvent[] }>();
  const subscribed = new Set<string>();
  const ready = Promise.withResolvers<void>();
  let waiting: { condition: () => boolean; resolve: () => void }[] = [];

  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { origin: url });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: protocolVersion, token, topics: asked })));
  socket.on('error', ready.reject);
  socket.on('message', (data: Buffer) => {
    for (const line of data.toString().split('\n')) if (line !== '') take(JSON.parse(line) as ServerFrame | unknown[]);
    waiting = waiting.filter(({ condition, resolve }) => !condition() || resolve());
  });

  function take(frame: ServerFrame | unknown[]): void {
    if (Array.isArray(frame)) return takeEvent(frame);
    if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
    if (frame.type === 'hint') hints.push(frame.hint);
    if (frame.type === 'refused') ready.reject(new Error(`${frame.topic} was refused: ${frame.code}`));
    if (frame.type !== 'subscribed') return;
    subscribed.add(frame.topic);
    channels.set(frame.channel, frame.topic.replace(/^turn:/, ''));
    if (subscribed.size === asked.length) ready.resolve();
  }

  function takeEvent(frame: unknown[]): void {
    const { channel, seq, event } = decodeFrame(frame);
    const turnId = channels.get(channel)!;
    const cursor = asked.find(({ topic }) => topic === `turn:${turnId}`)?.cursor ?? 0;
    const log = logs.get(turnId) ?? { cursor, events: [] };
    logs.set(turnId, log);
    if (seq !== log.cursor + log.events.length + 1) throw new Error(`Event ${seq} of ${turnId} came after ${log.events.length}.`);
    log.events.push(event);
  }

  const events = (turnId: string): readonly TurnEvent[] => logs.get(turnId)?.events ?? [];
  await ready.promise;
  return {
    hints,
    events,
    text(turnId) {
      const answer = emptyAnswer();
      for (const event of events(turnId)) applyChatEvent(answer, event);
      return messageText(answer.parts);
    },
    until: (condition) => (condition() ? Promise.resolve() : new Promise((resolve) => void waiting.push({ condition, resolve }))),
    [Symbol.dispose]: () => socket.terminate(),
  };
}
