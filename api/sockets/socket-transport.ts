import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Transport } from './transport.ts';
import { writeProgress } from './write-progress.ts';

/** Larger messages go out in fragments, so that a slow line shows progress and others get their turn. */
const fragmentBytes = 32_768;
const ping = JSON.stringify({ type: 'ping' });

/** A WebSocket as a connection sees it. */
export function createSocketTransport(ws: WebSocket, socket: Duplex): Transport {
  let onDrain: () => void = () => undefined;
  const taken = (): void => {
    if (ws.bufferedAmount === 0) onDrain();
  };

  function sendFragments(text: string): void {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length; from += fragmentBytes) {
      const to = from + fragmentBytes;
      ws.send(bytes.subarray(from, to), { binary: false, fin: to >= bytes.length }, taken);
    }
  }

  return {
    kind: 'socket',
    send: (text) => (text.length > fragmentBytes ? sendFragments(text) : ws.send(text, taken)),
    ping: () => ws.send(ping),
    waiting: () => ws.bufferedAmount,
    progress: () => writeProgress(socket),
    onDrain(listener) {
      onDrain = listener;
    },
    end(code, reason, grace) {
      ws.close(code, reason);
      const force = setTimeout(() => ws.terminate(), grace).unref();
      ws.once('close', () => clearTimeout(force));
    },
  };
}
