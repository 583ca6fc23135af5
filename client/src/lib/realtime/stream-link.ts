import { createSseParser } from '@parley/chat-core';
import { createFrameDecoder } from './frame-decoder.ts';
import { endOfBye, endOfStatus } from './link-end.ts';
import type { FetchLike, Link, LinkEnd, LinkHost, RealtimeTimes } from './types.ts';
import { startWatchdog } from './watchdog.ts';

export interface StreamLinkOptions {
  readonly url: string;
  readonly fetch: FetchLike;
  readonly times: RealtimeTimes;
  readonly now: () => number;
}

/** One event carries at most a backfill of the log; a single tool result may be large. */
const maxEventBytes = 67_108_864;

interface OneStream {
  close(): void;
}

interface OneStreamHost extends LinkHost {
  /** Every topic of the hello has been answered: from here on nothing is missed on this stream. */
  readonly onSettled: () => void;
}

/** One request and its answer, from the hello to the end. */
function openOnce({ url, fetch, times, now }: StreamLinkOptions, host: OneStreamHost): OneStream {
  const hello = host.hello();
  const unanswered = new Set(hello.topics.map(({ topic }) => topic));
  const abort = new AbortController();
  let welcomed = false;
  let over = false;
  let bye: string | null = null;
  const watchdog = startWatchdog(times.welcomeWithin, now, () => finish(welcomed ? 'network' : 'unreachable'));

  function release(): void {
    over = true;
    watchdog.stop();
    abort.abort();
  }

  function finish(end: LinkEnd): void {
    if (over) return;
    release();
    host.onEnd(end);
  }

  const decoder = createFrameDecoder({
    onMessage(message) {
      if (over) return;
      host.onMessage(message);
      if (unanswered.delete(message.topic) && unanswered.size === 0) host.onSettled();
    },
    onWelcome() {
      welcomed = true;
      watchdog.allow(times.silence);
      host.onOpen();
      if (unanswered.size === 0) host.onSettled();
    },
    onPing: () => undefined,
    onBye: (code) => (bye = code),
  });

  async function run(): Promise<LinkEnd> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify(hello),
      signal: abort.signal,
      cache: 'no-store',
    });
    if (!response.ok) return endOfStatus(response.status);
    const reader = response.body?.getReader();
    if (reader === undefined) return 'unreachable';
    const parser = createSseParser({ maxLineBytes: maxEventBytes }, ({ data }) => decoder.take(data));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return welcomed ? endOfBye(bye) : 'unreachable';
      watchdog.heard();
      parser.push(value);
    }
  }

  run().then(finish, (error: unknown) => finish(error instanceof SyntaxError ? 'protocol' : welcomed ? 'network' : 'unreachable'));
  return { close: release };
}

/**
 * A connection over the event stream. It cannot speak back: other topics and a fresh token open a second stream, and the
 * first is closed a moment after the second has answered for every topic: a hint may still be on its way on the first, and
 * none falls between them. Events that come twice are known by their seq; a hint may come twice.
 */
export function openStreamLink(options: StreamLinkOptions, host: LinkHost): Link {
  let current: OneStream | null = null;
  let next: OneStream | null = null;
  let nextWelcomed = false;
  /** The one before the current, for what is still on its way; never more than one, since connections are few. */
  let last: OneStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let farewell: ReturnType<typeof setTimeout> | undefined;
  let stale = false;

  function close(): void {
    clearTimeout(timer);
    next?.close();
    current?.close();
    next = current = null;
    dismiss();
  }

  function dismiss(): void {
    clearTimeout(farewell);
    last?.close();
    last = null;
  }

  function succeed(stream: OneStream): void {
    dismiss();
    last = current;
    farewell = setTimeout(dismiss, options.times.overlap);
    current = stream;
    next = null;
    if (stale) reopen();
  }

  function open(): void {
    stale = false;
    nextWelcomed = false;
    const stream: OneStream = openOnce(options, {
      hello: host.hello,
      onMessage: host.onMessage,
      onOpen() {
        nextWelcomed = true;
        // In the place of a living stream it goes unnoticed; otherwise something may have been missed.
        if (current === null) host.onOpen();
      },
      onSettled: () => succeed(stream),
      onEnd: (end) => ended(stream, end),
    });
    next = stream;
  }

  function ended(stream: OneStream, end: LinkEnd): void {
    if (stream === last) return dismiss();
    if (stream === current && next !== null) {
      // The old one went early: the new one, which is on its way, says whether there is a connection.
      current = null;
      if (nextWelcomed) host.onOpen();
      return;
    }
    if (stream === next && current !== null && end === 'too-many') {
      // Not even room for the moment of two: then one after the other.
      current.close();
      current = null;
      return open();
    }
    close();
    host.onEnd(end);
  }

  function reopen(): void {
    stale = true;
    if (next !== null) return;
    clearTimeout(timer);
    timer = setTimeout(open, options.times.reopenAfter);
  }

  open();
  return {
    change(added) {
      // What is no longer wanted may go on coming until the stream is opened again for another reason.
      if (added.length > 0) reopen();
    },
    renewed: reopen,
    close,
  };
}
