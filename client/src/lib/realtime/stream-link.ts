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

/** One request and its answer, from the hello to the end. */
function openOnce({ url, fetch, times, now }: StreamLinkOptions, host: LinkHost): OneStream {
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
    onMessage: (message) => {
      if (!over) host.onMessage(message);
    },
    onWelcome() {
      welcomed = true;
      watchdog.allow(times.silence);
      host.onOpen();
    },
    onPing: () => undefined,
    onBye: (code) => (bye = code),
  });

  async function run(): Promise<LinkEnd> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify(host.hello()),
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
 * first is closed once the second is there, so that no hint falls between them; events that come twice are known by their seq.
 */
export function openStreamLink(options: StreamLinkOptions, host: LinkHost): Link {
  let current: OneStream | null = null;
  let next: OneStream | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stale = false;

  function close(): void {
    clearTimeout(timer);
    next?.close();
    current?.close();
    next = current = null;
  }

  function open(): void {
    stale = false;
    let opened = false;
    const stream: OneStream = openOnce(options, {
      hello: host.hello,
      onMessage: host.onMessage,
      onOpen() {
        opened = true;
        const isFirst = current === null;
        current?.close();
        current = stream;
        next = null;
        if (isFirst) host.onOpen();
        if (stale) reopen();
      },
      onEnd(end) {
        // The old stream may end while the new one is on its way: then the new one decides.
        if (opened && next !== null) {
          if (current === stream) current = null;
          return;
        }
        close();
        host.onEnd(end);
      },
    });
    next = stream;
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
