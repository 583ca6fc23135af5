import { decodeFrame } from '@parley/chat-core';
import { protocolVersion, type ServerFrame, type TurnStatus } from '@parley/contracts';
import { monotonicMicros } from '@parley/test-kit';
import { WebSocket } from 'ws';
import { tokenNumbers } from '../verdict.ts';

/** What a reader was shown of one turn, over all its connections. */
export interface Followed {
  /** The last `seq`. */
  cursor: number;
  /** The number of the last token of this reading. */
  last: number;
  /** When each token was shown first, in monotonic microseconds, by its number. */
  readonly tokens: Map<number, number>;
  end: TurnStatus | null;
  /** When the end was shown, in monotonic microseconds. */
  endUs: number | null;
  /** The log was not kept: a page would read the message now. */
  gone: boolean;
  /** Events, or tokens, that came out of order or twice. */
  readonly faults: string[];
}

/** Follows turns as a page does: whatever becomes of its connection, it comes back with its cursors. */
export interface FollowingReader {
  readonly turns: ReadonlyMap<string, Followed>;
  follow(turnId: string): void;
  /** Comes back with another token. */
  renew(token: string): void;
  /** Monotonic microseconds at which it was attached to everything it follows, the latest last. */
  readonly attachedUs: readonly number[];
  /** Whether it is attached to everything it follows now. */
  isAttached(): boolean;
  close(): void;
}

const comeBackAfter = 100;

export function openFollowingReader(url: string, firstToken: string): FollowingReader {
  const turns = new Map<string, Followed>();
  const attachedUs: number[] = [];
  let token = firstToken;
  let socket: WebSocket | null = null;
  let closed = false;
  /** Asks on the present connection for what was not asked for yet. */
  let askMore: () => void = () => undefined;
  let isAttached: () => boolean = () => false;

  const unfinished = (): string[] => [...turns].filter(([, turn]) => turn.end === null && !turn.gone).map(([id]) => id);
  const topicsOf = (ids: readonly string[]) => ids.map((id) => ({ topic: `turn:${id}`, cursor: turns.get(id)!.cursor }));
  function connect(): void {
    if (closed) return;
    const mine = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { origin: url, handshakeTimeout: 5_000 });
    const channels = new Map<number, string>();
    const waiting = new Set<string>();
    const asked = new Set<string>();
    const ask = (): string[] => {
      const ids = unfinished().filter((id) => !asked.has(id));
      for (const id of ids) asked.add(id);
      for (const id of ids) waiting.add(id);
      return ids;
    };
    socket = mine;
    mine.on('open', () => mine.send(JSON.stringify({ type: 'hello', protocol: protocolVersion, token, topics: topicsOf(ask()) })));
    mine.on('message', (data: Buffer) => {
      for (const line of data.toString().split('\n')) if (line !== '') take(JSON.parse(line) as ServerFrame | unknown[]);
    });
    mine.on('error', () => undefined);
    mine.on('close', () => {
      askMore = () => undefined;
      isAttached = () => false;
      setTimeout(connect, comeBackAfter);
    });

    function take(frame: ServerFrame | unknown[]): void {
      if (Array.isArray(frame)) return takeEvent(frame);
      if (frame.type === 'welcome') {
        isAttached = () => waiting.size === 0;
        askMore = () => {
          const ids = ask();
          if (ids.length > 0) mine.send(JSON.stringify({ type: 'subscribe', topics: topicsOf(ids) }));
        };
        askMore();
      }
      if (frame.type === 'ping') mine.send(JSON.stringify({ type: 'pong' }));
      const id = 'topic' in frame ? frame.topic.replace('turn:', '') : '';
      if (frame.type === 'refused') turns.get(id)!.faults.push(`it was refused as ${frame.code}`);
      if (frame.type === 'gone') readAnew(id);
      if (frame.type !== 'subscribed') return;
      channels.set(frame.channel, id);
      if (waiting.delete(id) && waiting.size === 0) attachedUs.push(monotonicMicros());
    }

    /** What was shown last died with its node: a page reads the turn from its beginning, and the message when there is nothing to read. */
    function readAnew(id: string): void {
      const turn = turns.get(id)!;
      turn.gone = turn.cursor === 0;
      [turn.cursor, turn.last] = [0, 0];
      asked.delete(id);
      askMore();
    }

    function takeEvent(frame: unknown[]): void {
      const { channel, seq, event } = decodeFrame(frame);
      const turn = turns.get(channels.get(channel)!)!;
      if (seq !== turn.cursor + 1) turn.faults.push(`event ${seq} came after ${turn.cursor}`);
      turn.cursor = seq;
      const us = monotonicMicros();
      for (const number of event.type === 'text-delta' ? tokenNumbers(event.delta) : []) {
        if (number !== turn.last + 1) turn.faults.push(`token ${number} came after ${turn.last}`);
        turn.last = number;
        if (!turn.tokens.has(number)) turn.tokens.set(number, us);
      }
      if (event.type === 'turn-end') [turn.end, turn.endUs] = [event.status, us];
    }
  }

  connect();
  return {
    turns,
    attachedUs,
    isAttached: () => isAttached(),
    follow(turnId) {
      turns.set(turnId, { cursor: 0, last: 0, tokens: new Map(), end: null, endUs: null, gone: false, faults: [] });
      askMore();
    },
    renew(next) {
      token = next;
      socket?.terminate();
    },
    close() {
      closed = true;
      socket?.terminate();
    },
  };
}
