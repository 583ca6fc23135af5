import { protocolVersion, type Hint } from '@parley/contracts';
import { createPauses } from './pauses.ts';
import { safely } from './safely.ts';
import { openSharedStreamLink } from './shared-stream-link.ts';
import { openSocketLink } from './socket-link.ts';
import { openStreamLink } from './stream-link.ts';
import { createTopicTable } from './topic-table.ts';
import { createTransportChoice, type TransportKind } from './transport-choice.ts';
import {
  realtimeTimes,
  type ChannelConstructor,
  type FetchLike,
  type Link,
  type LinkEnd,
  type LinkHost,
  type LinkMessage,
  type LocksLike,
  type RealtimeStatus,
  type RealtimeTimes,
  type SocketConstructor,
  type TopicListener,
} from './types.ts';

export interface RealtimeClientOptions {
  /** The server's origin, `https://chat.example`; in a page, `location.origin`. */
  readonly baseUrl: string;
  /** An access token; null when nobody is signed in. `refused` is one the server did not take: bring another. */
  readonly getToken: (refused?: string) => Promise<string | null>;
  readonly onHint: (topic: string, hint: Hint) => void;
  /** A connection was opened, the first too: hints may have been missed before, sync now. */
  readonly onReconnect: () => void;
  readonly onStatus: (status: RealtimeStatus) => void;
  /** The person's id. Tabs of one person share one event stream; without it every tab opens its own. */
  readonly shareKey?: string;
  readonly fetch?: FetchLike;
  /** Null: there is none, use the twin. */
  readonly WebSocket?: SocketConstructor | null;
  readonly locks?: LocksLike | null;
  readonly BroadcastChannel?: ChannelConstructor | null;
  /** Where `online` and `offline` events come from. */
  readonly events?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly times?: Partial<RealtimeTimes>;
}

export interface RealtimeClient {
  /** Follows a topic from after `cursor` until the returned function is called, over any number of connections. */
  follow(topic: string, cursor: number, listener: TopicListener): () => void;
  /** Somebody signed in, or there is a fresh token: `getToken` is asked again. */
  renew(): void;
  close(): void;
}

/** Refusals of fresh tokens in a row after which the person counts as signed out. */
const refusalsEndure = 3;
/** A connection that lived so long was a good one: the next attempt is made at once. */
const goodLife = 5_000;

interface Platform {
  readonly WebSocket?: SocketConstructor;
  readonly BroadcastChannel?: ChannelConstructor;
  readonly navigator?: { readonly locks?: LocksLike };
  readonly addEventListener?: unknown;
}

/**
 * The browser's end of docs/protocol.md: one connection for everything a page follows, WebSocket or its twin, opened again
 * whenever it is lost, every turn resumed from its cursor.
 */
export function createRealtimeClient(options: RealtimeClientOptions): RealtimeClient {
  const { baseUrl, now = Date.now, random = Math.random, shareKey } = options;
  const platform = globalThis as unknown as Platform;
  const times = { ...realtimeTimes, ...options.times };
  const WebSocket = options.WebSocket === undefined ? platform.WebSocket : (options.WebSocket ?? undefined);
  const locks = options.locks === undefined ? platform.navigator?.locks : (options.locks ?? undefined);
  const BroadcastChannel = options.BroadcastChannel === undefined ? platform.BroadcastChannel : (options.BroadcastChannel ?? undefined);
  const fetch: FetchLike = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const events =
    options.events === undefined && platform.addEventListener !== undefined ? (globalThis as unknown as EventTarget) : options.events;

  const table = createTopicTable();
  const pauses = createPauses(times, random);
  const choice = createTransportChoice(times, now, WebSocket !== undefined);
  let status: RealtimeStatus | null = null;
  let token: string | null = null;
  let refused: string | undefined;
  let refusals = 0;
  let link: Link | null = null;
  let openedAt: number | null = null;
  let syncDue = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let trial: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let sharing = true;
  let closed = false;

  function say(next: RealtimeStatus): void {
    if (status === next || closed) return;
    status = next;
    safely(() => options.onStatus(next));
  }

  /** A failing refresh is the network's: it is tried again like a connection. */
  async function askToken(): Promise<string | null | undefined> {
    try {
      return await options.getToken(refused);
    } catch {
      return undefined;
    }
  }

  async function connect(): Promise<void> {
    clearTimeout(timer);
    const mine = (attempt += 1);
    const fresh = await askToken();
    if (closed || mine !== attempt) return;
    if (fresh === undefined) return retry(pauses.next());
    token = fresh;
    if (token === null) return say('signed-out');
    open(choice.next());
  }

  function retry(pause: number): void {
    say(pauses.attempts > 2 ? 'offline' : 'connecting');
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), pause);
  }

  function open(kind: TransportKind): void {
    const host: LinkHost = {
      hello: () => ({ type: 'hello', protocol: protocolVersion, token: token ?? '', topics: table.subscriptions() }),
      onOpen: opened,
      onMessage: receive,
      onEnd: (end) => ended(kind, end),
    };
    openedAt = null;
    if (status !== 'offline') say('connecting');
    link = openLink(kind, host);
  }

  function openLink(kind: TransportKind, host: LinkHost): Link {
    const root = baseUrl.replace(/\/$/, '');
    if (kind === 'socket' && WebSocket !== undefined) {
      return openSocketLink({ url: `${root.replace(/^http/, 'ws')}/api/realtime`, WebSocket, times, now }, host);
    }
    const stream = { url: `${root}/api/realtime/stream`, fetch, times, now };
    if (!sharing || shareKey === undefined || locks === undefined || BroadcastChannel === undefined) return openStreamLink(stream, host);
    return openSharedStreamLink({ ...stream, locks, BroadcastChannel, name: `parley-stream-${shareKey}` }, host);
  }

  /** While the twin is used and no answer is being written, the socket gets another try when it is due. */
  function planTrial(): void {
    clearTimeout(trial);
    const due = choice.socketDueIn();
    if (due === null) return;
    trial = setTimeout(() => (table.busy() ? planTrial() : startOver()), Math.max(due, times.firstPause));
  }

  function opened(): void {
    openedAt = now();
    planTrial();
    refused = undefined;
    refusals = 0;
    say('online');
    syncDue = table.has('user');
    if (!syncDue) safely(options.onReconnect);
  }

  function receive(message: LinkMessage): void {
    say('online');
    switch (message.kind) {
      case 'subscribed':
        // From here on hints arrive: what a sync finds now, they continue.
        if (message.topic === 'user' && syncDue) {
          syncDue = false;
          safely(options.onReconnect);
        }
        return;
      case 'events':
        if (table.deliver(message.topic, message.events)) link?.change([table.subscription(message.topic)], []);
        return;
      case 'hint':
        if (table.has(message.topic)) safely(() => options.onHint(message.topic, message.hint));
        return;
      case 'end':
        table.end(message.topic, message.reason);
        return;
    }
  }

  function ended(kind: TransportKind, end: LinkEnd): void {
    link = null;
    clearTimeout(trial);
    const lived = openedAt === null ? 0 : now() - openedAt;
    choice.ended(kind, end, lived);
    if (lived >= goodLife) pauses.reset();
    switch (end) {
      case 'unauthorized':
        refused = token ?? undefined;
        refusals += 1;
        return refusals >= refusalsEndure ? say('signed-out') : retry(refusals === 1 ? 0 : pauses.next());
      case 'too-many':
      case 'protocol':
        pauses.next();
        return retry(pauses.longest());
      case 'draining':
        return retry(pauses.scattered());
      case 'unshared':
        sharing = false;
        return retry(0);
      default:
        return retry(pauses.next());
    }
  }

  /** Drops what there is and tries at once. */
  function startOver(): void {
    clearTimeout(trial);
    link?.close();
    link = null;
    pauses.reset();
    void connect();
  }

  const online = (): void => {
    if (status !== 'signed-out') startOver();
  };
  const offline = (): void => {
    if (status !== 'signed-out') say('offline');
  };
  events?.addEventListener('online', online);
  events?.addEventListener('offline', offline);
  say('connecting');
  void connect();

  return {
    follow(topic, cursor, listener) {
      const { changed, remove } = table.add(topic, cursor, listener);
      if (changed) link?.change([table.subscription(topic)], []);
      return () => {
        if (table.has(topic) && remove()) link?.change([], [topic]);
      };
    },
    renew() {
      if (closed) return;
      refusals = 0;
      if (link === null || openedAt === null) return startOver();
      const renewing = link;
      void askToken().then((fresh) => {
        if (typeof fresh !== 'string' || link !== renewing) return;
        token = fresh;
        renewing.renewed();
      });
    },
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(trial);
      link?.close();
      link = null;
      events?.removeEventListener('online', online);
      events?.removeEventListener('offline', offline);
    },
  };
}
