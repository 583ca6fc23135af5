import type { ClientFrame } from '@parley/contracts';
import { createFrameDecoder } from './frame-decoder.ts';
import { endOfCloseCode } from './link-end.ts';
import type { Link, LinkEnd, LinkHost, RealtimeTimes, SocketConstructor } from './types.ts';
import { startWatchdog } from './watchdog.ts';

interface SocketLinkOptions {
  readonly url: string;
  readonly WebSocket: SocketConstructor;
  readonly times: RealtimeTimes;
  readonly now: () => number;
}

/** A connection over WebSocket. */
export function openSocketLink({ url, WebSocket, times, now }: SocketLinkOptions, host: LinkHost): Link {
  const socket = new WebSocket(url);
  let greeted = false;
  let welcomed = false;
  let over = false;
  const watchdog = startWatchdog(times.welcomeWithin, now, () => finish(welcomed ? 'network' : 'unreachable'));

  function release(): void {
    over = true;
    watchdog.stop();
    // A socket that is cut off without a word can take minutes to notice its own close.
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.onerror = () => undefined;
    socket.close();
  }

  function finish(end: LinkEnd): void {
    if (over) return;
    release();
    host.onEnd(end);
  }

  const send = (frame: ClientFrame): void => {
    if (!over) socket.send(JSON.stringify(frame));
  };

  const decoder = createFrameDecoder({
    onMessage: (message) => {
      if (!over) host.onMessage(message);
    },
    onWelcome() {
      welcomed = true;
      watchdog.allow(times.silence);
      host.onOpen();
    },
    onPing: () => send({ type: 'pong' }),
    // The close code that follows says the same.
    onBye: () => undefined,
  });

  socket.onopen = () => {
    send(host.hello());
    greeted = true;
  };
  socket.onmessage = (event: { data: unknown }) => {
    watchdog.heard();
    try {
      decoder.take(String(event.data));
    } catch {
      // Not our protocol: a proxy's page, or a server of another time.
      finish('protocol');
    }
  };
  socket.onerror = () => undefined;
  socket.onclose = (event: { code: number }) => {
    const end = endOfCloseCode(event.code);
    finish(end === 'network' && !welcomed ? 'unreachable' : end);
  };

  return {
    change(added, removed) {
      // Before the hello there is nothing to change: it will name all topics.
      if (!greeted) return;
      if (removed.length > 0) send({ type: 'unsubscribe', topics: [...removed] });
      if (added.length > 0) send({ type: 'subscribe', topics: [...added] });
    },
    renewed() {
      if (greeted) send({ type: 'auth', token: host.hello().token });
    },
    close: release,
  };
}
