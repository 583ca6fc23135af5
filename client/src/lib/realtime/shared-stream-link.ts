import { limits, type Subscription } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { createSharedTopics } from './shared-topics.ts';
import { openStreamLink, type StreamLinkOptions } from './stream-link.ts';
import type { ChannelConstructor, Link, LinkEnd, LinkHost, LinkMessage, LocksLike } from './types.ts';
import { startWatchdog } from './watchdog.ts';

interface SharedStreamLinkOptions extends StreamLinkOptions {
  readonly locks: LocksLike;
  readonly BroadcastChannel: ChannelConstructor;
  /** Names the lock and the channel: the same for all tabs of one person, and for nobody else. */
  readonly name: string;
}

/** What tabs say to each other. `to` absent: to all. */
type TabMessage =
  | { readonly kind: 'follow'; readonly tab: string; readonly topics: readonly Subscription[]; readonly again: readonly string[] }
  | { readonly kind: 'leave'; readonly tab: string }
  | { readonly kind: 'lead' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'opened'; readonly to?: string }
  | { readonly kind: 'message'; readonly message: LinkMessage; readonly to?: string }
  | { readonly kind: 'ended'; readonly end: LinkEnd };

/**
 * One event stream for all tabs of a browser, because over HTTP/1.1 a browser opens six connections to a server and no more.
 * The tab that holds the lock leads: it reads the stream for everybody's topics and passes on what it decodes. When the
 * stream ends all tabs hear it and begin anew, each by its own rules; when the leading tab goes away the lock falls to
 * another. A tab that hears nothing from its leader (frozen in the background, say) ends as `unshared` and helps itself.
 */
export function openSharedStreamLink(options: SharedStreamLinkOptions, host: LinkHost): Link {
  const { locks, BroadcastChannel, name, times, now } = options;
  const tab = uuidv7();
  const channel = new BroadcastChannel(name);
  const waiting = new AbortController();
  const watchdog = startWatchdog(times.welcomeWithin * 2, now, () => finish('unshared'));
  let release: (() => void) | null = null;
  let stream: Link | null = null;
  let over = false;

  const post = (message: TabMessage): void => {
    if (!over) channel.postMessage(message);
  };
  const follow = (again: readonly string[] = []): void => post({ kind: 'follow', tab, topics: host.hello().topics, again });

  const beat = setInterval(() => {
    if (release === null) return follow();
    post({ kind: 'alive' });
    topics.expire(times.silence * 3);
  }, times.silence / 3);

  function close(): void {
    if (over) return;
    post({ kind: 'leave', tab });
    over = true;
    clearInterval(beat);
    watchdog.stop();
    stream?.close();
    channel.onmessage = null;
    channel.close();
    waiting.abort();
    release?.();
  }

  function finish(end: LinkEnd): void {
    if (over) return;
    close();
    host.onEnd(end);
  }

  // Leading: the stream is read here.
  const topics = createSharedTopics(now);
  const live = new Set<string>();
  let opened = false;

  function openStream(): void {
    if (over) return;
    stream = openStreamLink(options, {
      hello: () => ({ ...host.hello(), topics: topics.union(host.hello().topics).slice(0, limits.topicsPerSocket) }),
      onOpen() {
        opened = true;
        host.onOpen();
        post({ kind: 'opened' });
      },
      onMessage(message) {
        if (message.kind === 'subscribed') live.add(message.topic);
        topics.passed(message);
        host.onMessage(message);
        post({ kind: 'message', message });
      },
      onEnd(end) {
        post({ kind: 'ended', end });
        finish(end);
      },
    });
  }

  function lead(): Promise<void> {
    if (over) return Promise.resolve();
    watchdog.stop();
    post({ kind: 'lead' });
    // The other tabs answer first, so that one stream serves them all from the start.
    setTimeout(openStream, times.reopenAfter);
    return new Promise((resolve) => (release = resolve));
  }

  function hearTab(message: TabMessage): void {
    if (message.kind === 'leave') return topics.leave(message.tab);
    if (message.kind !== 'follow') return;
    const isNew = !topics.knows(message.tab);
    const changed = topics.report(message.tab, message.topics, message.again);
    if (isNew && opened) {
      post({ kind: 'opened', to: message.tab });
      for (const { topic } of message.topics)
        if (live.has(topic)) post({ kind: 'message', to: message.tab, message: { kind: 'subscribed', topic } });
    }
    const needed = changed.filter(({ topic }) => topic.startsWith('turn:') || !live.has(topic));
    if (needed.length > 0) stream?.change(needed, []);
  }

  function hearLeader(message: TabMessage): void {
    if (message.kind === 'lead') return follow();
    if (message.kind === 'follow' || message.kind === 'leave') return;
    watchdog.heard();
    if (message.kind === 'opened' && (message.to ?? tab) === tab) {
      watchdog.allow(times.silence);
      host.onOpen();
    }
    if (message.kind === 'message' && (message.to ?? tab) === tab) host.onMessage(message.message);
    if (message.kind === 'ended') finish(message.end);
  }

  channel.onmessage = (event: { data: unknown }) => {
    const message = event.data as TabMessage;
    if (release === null) hearLeader(message);
    else hearTab(message);
  };
  // Aborted when this tab leaves before its turn came.
  locks.request(name, { signal: waiting.signal }, lead).catch(() => finish('unshared'));
  follow();

  return {
    change(added, removed) {
      if (release !== null) stream?.change(added, removed);
      else follow(added.map(({ topic }) => topic));
    },
    renewed: () => stream?.renewed(),
    close,
  };
}
