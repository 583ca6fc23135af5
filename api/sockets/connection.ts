import { performance } from 'node:perf_hooks';
import { RequestError, closeCodes, protocolVersion, type ErrorCode, type Subscription } from '@parley/contracts';
import type { ServerFrame } from '@parley/contracts';
import type { BusHub } from './bus-hub.ts';
import { closeCodeOf } from './close-code.ts';
import { followTurn } from './follow-turn.ts';
import type { Authenticated, GatewayLimits, GatewayOptions } from './gateway-options.ts';
import { createOutbox } from './outbox.ts';
import type { Pacer } from './pacer.ts';
import type { Transport } from './transport.ts';

/** What all connections of a gateway share. */
export interface ConnectionContext {
  readonly options: GatewayOptions;
  readonly caps: GatewayLimits;
  readonly hub: BusHub;
  readonly pacer: Pacer;
}

/** One reader, admitted. Knows topics, time and backpressure, and nothing of the network. */
export interface Connection {
  readonly kind: Transport['kind'];
  readonly who: Authenticated;
  readonly token: string;
  /** How many topics are followed. */
  readonly topics: number;
  subscribe(topics: readonly Subscription[]): Promise<void>;
  unsubscribe(topics: readonly string[]): void;
  /** The same person, with a newer token. */
  renew(token: string, who: Authenticated): void;
  /** The client showed a sign of life. */
  heard(): void;
  /** Heartbeat, expiry and silence; called about every second. */
  tick(): void;
  /** Says `bye` and ends. */
  close(code: ErrorCode): void;
  /** The transport is gone. */
  dispose(): void;
}

const bye: Partial<Record<ErrorCode, string>> = {
  'auth.expired': 'The token has expired.',
  'auth.session-revoked': 'The session has ended.',
  'realtime.slow-reader': 'Too much was waiting for this reader. Come back with the cursors.',
  'server.draining': 'The server is about to stop.',
};

/** A refused connection says why before it closes. */
export function byeFrame(code: ErrorCode, message: string = bye[code] ?? code): string {
  return JSON.stringify({ type: 'bye', code, message } satisfies ServerFrame);
}

/** How long a peer has to take the last words. A slow one is holding memory. */
const grace = { slow: 1_000, other: 3_000 };

export function createConnection(
  { options, caps, hub, pacer }: ConnectionContext,
  transport: Transport,
  admitted: { readonly token: string; readonly who: Authenticated },
): Connection {
  const { logger, now, turnLog } = options;
  const followed = new Map<string, () => void>();
  const drained: (() => void)[] = [];
  let { token, who } = admitted;
  let channels = 0;
  let closed = false;
  let progress = -1;
  let progressAt = performance.now();
  let heardAt = performance.now();
  let pingedAt = heardAt;
  let leaveSession = watchSession();

  const outbox = createOutbox((lines) => {
    if (closed) return;
    if (transport.waiting() >= caps.readerQueueBytes) close('realtime.slow-reader');
    else transport.send(lines);
  }, pacer);

  const say = (frame: ServerFrame): void => outbox.push(JSON.stringify(frame));

  transport.onDrain(() => {
    for (const resume of drained.splice(0)) resume();
  });

  function watchSession(): () => void {
    return hub.follow(`session:${who.actor.sessionId}`, (message) => {
      if (message.kind === 'session-ended') close('auth.session-revoked');
    });
  }

  function onceDrained(resume: () => void): void {
    outbox.flush();
    if (transport.waiting() > 0) drained.push(resume);
    else setImmediate(resume);
  }

  function followHints(topic: string): () => void {
    const busTopic = topic === 'user' ? `user:${who.actor.userId}` : topic;
    say({ type: 'subscribed', topic, channel: (channels += 1) });
    return hub.follow(busTopic, (_, line) => {
      if (line !== undefined && !closed) outbox.push(line);
    });
  }

  /** The turn may end, or be gone, before this returns: then it is not followed. */
  function follow(topic: string, cursor: number): void {
    if (!topic.startsWith('turn:')) {
      followed.set(topic, followHints(topic));
      return;
    }
    const channel = (channels += 1);
    let over = false;
    let stop: (() => void) | undefined;
    stop = followTurn({
      turnLog,
      turnId: topic.slice('turn:'.length),
      channel,
      cursor,
      announce: () => say({ type: 'subscribed', topic, channel }),
      push: (lines) => outbox.push(lines),
      full: () => transport.waiting() + outbox.gathered > caps.readerQueueBytes / 2,
      onceDrained,
      onEnd(reason) {
        over = true;
        if (followed.get(topic) === stop) followed.delete(topic);
        if (reason === 'gone') say({ type: 'gone', topic });
      },
    });
    if (!over) followed.set(topic, stop);
  }

  function unfollow(topic: string): void {
    followed.get(topic)?.();
    followed.delete(topic);
  }

  function dispose(): void {
    closed = true;
    for (const stop of followed.values()) stop();
    followed.clear();
    drained.length = 0;
    leaveSession();
  }

  function close(code: ErrorCode): void {
    if (closed) return;
    outbox.flush();
    // The flush may have found the reader slow and closed it.
    if (closed) return;
    dispose();
    if (code === 'realtime.slow-reader') options.onSlowReader?.();
    transport.send(byeFrame(code));
    transport.end(closeCodeOf(code), code, closeCodeOf(code) === closeCodes.slowReader ? grace.slow : grace.other);
  }

  /** A stream cannot answer: there only the taking of bytes shows life. */
  const isUnanswered = (): boolean => transport.kind === 'socket' && heardAt < pingedAt;

  function isStuck(at: number): boolean {
    const reached = transport.progress();
    if (transport.waiting() === 0 || reached !== progress) progressAt = at;
    progress = reached;
    return (isUnanswered() && at - pingedAt >= caps.readerSilence) || at - progressAt >= caps.readerSilence;
  }

  say({ type: 'welcome', protocol: protocolVersion, build: options.build, heartbeat: caps.heartbeatEvery });

  return {
    kind: transport.kind,
    get who() {
      return who;
    },
    get token() {
      return token;
    },
    get topics() {
      return followed.size;
    },
    async subscribe(topics) {
      const allowed = await Promise.all(topics.map(async ({ topic }) => topic === 'user' || options.mayFollow(who.actor, topic)));
      for (const [index, { topic, cursor }] of topics.entries()) {
        if (closed) return;
        unfollow(topic);
        if (allowed[index] !== true) say({ type: 'refused', topic, code: 'realtime.unknown-topic' });
        else if (followed.size >= caps.topicsPerSocket) throw new RequestError('realtime.too-many-topics');
        else follow(topic, cursor);
      }
    },
    unsubscribe(topics) {
      for (const topic of topics) unfollow(topic);
    },
    renew(nextToken, next) {
      token = nextToken;
      if (next.actor.sessionId !== who.actor.sessionId) leaveSession();
      const moved = next.actor.sessionId !== who.actor.sessionId;
      who = next;
      if (moved) leaveSession = watchSession();
    },
    heard() {
      heardAt = performance.now();
    },
    tick() {
      if (closed) return;
      const at = performance.now();
      if (who.expiresAt <= now()) return close('auth.expired');
      if (isStuck(at)) {
        logger.info({ userId: who.actor.userId, waiting: transport.waiting() }, 'A reader stopped reading and was cut.');
        return close('realtime.slow-reader');
      }
      if (at - pingedAt < caps.heartbeatEvery || isUnanswered()) return;
      pingedAt = at;
      transport.ping();
    },
    close,
    dispose,
  };
}
