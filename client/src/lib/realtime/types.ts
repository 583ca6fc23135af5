import type { Hint, HelloFrame, Subscription } from '@parley/contracts';
import type { SequencedEvent } from '@parley/chat-core';

/** `signed-out`: nothing is tried until `renew()` is called. `offline`: it is being tried again, with pauses. */
export type RealtimeStatus = 'connecting' | 'online' | 'offline' | 'signed-out';

/** Who follows a topic. */
export interface TopicListener {
  /** Events in order, without gap or repeat, the first right after the cursor. After `turn-end` nothing follows. */
  onEvents(events: readonly SequencedEvent[]): void;
  /** `gone`: the log is no longer kept, read the message. `refused`: unknown or another person's. Called at most once, last. */
  onEnd(reason: 'gone' | 'refused'): void;
}

/** What a connection brings, with topics in place of channel numbers. */
export type LinkMessage =
  | { readonly kind: 'subscribed'; readonly topic: string }
  | { readonly kind: 'events'; readonly topic: string; readonly events: readonly SequencedEvent[] }
  | { readonly kind: 'hint'; readonly topic: string; readonly hint: Hint }
  | { readonly kind: 'end'; readonly topic: string; readonly reason: 'gone' | 'refused' };

/** Why a connection ended. `unreachable`: it never opened. `unshared`: the tab that should share its stream is silent. */
export type LinkEnd = 'unreachable' | 'network' | 'unauthorized' | 'too-many' | 'slow-reader' | 'draining' | 'protocol' | 'unshared';

/** What a connection needs of the client and tells it. */
export interface LinkHost {
  readonly hello: () => HelloFrame;
  readonly onOpen: () => void;
  readonly onMessage: (message: LinkMessage) => void;
  /** Called once, last; not after `close()`. */
  readonly onEnd: (end: LinkEnd) => void;
}

/** One connection, of either kind. */
export interface Link {
  /** What is followed has changed: these were added, those removed. */
  change(added: readonly Subscription[], removed: readonly string[]): void;
  /** `hello` now gives a fresh token. */
  renewed(): void;
  /** Ends it without a word to the host. */
  close(): void;
}

/** The parts of the platform that are used, so that they can be given. A browser's own fit. */
export interface SocketLike {
  readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}
export type SocketConstructor = new (url: string) => SocketLike;

export interface LocksLike {
  request(name: string, options: { signal?: AbortSignal }, callback: () => Promise<void>): Promise<unknown>;
}

export interface ChannelLike {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: ((event: never) => void) | null;
}
export type ChannelConstructor = new (name: string) => ChannelLike;

export type FetchLike = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal; cache: 'no-store' },
) => Promise<Response>;

/** Times in ms. They are protocol or taste, not configuration; tests shorten them. */
export const realtimeTimes = {
  /** No `welcome` within this: the way is blocked. */
  welcomeWithin: 5_000,
  /** Nothing heard for this long: the connection is dead. */
  silence: 60_000,
  /** Three sockets in a row that live shorter than this, and the twin is used. */
  shortLife: 15_000,
  /** How long the twin is used before the socket is tried again: at first, then twice as long each time, and at most. */
  socketAgain: 30_000,
  socketAgainAtMost: 600_000,
  firstPause: 500,
  longestPause: 15_000,
  /** Changes of topics within this reopen a stream once. */
  reopenAfter: 40,
  /** How long a replaced stream is still read, for hints that were on their way. */
  overlap: 1_000,
};
export type RealtimeTimes = typeof realtimeTimes;
