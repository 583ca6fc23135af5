import type { ServerResponse } from 'node:http';
import type { Transport } from './transport.ts';
import { writeProgress } from './write-progress.ts';

/** Never transformed, so that a compressing middleware or proxy does not hold events back. */
const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'keep-alive',
};

/** Answers begin with the first send, so that a refusal can still be an ordinary error answer. */
export function createStreamTransport(response: ServerResponse): Transport {
  let onDrain: () => void = () => undefined;
  const taken = (): void => {
    if (response.writableLength === 0) onDrain();
  };

  function open(): void {
    response.writeHead(200, headers);
    response.socket?.setNoDelay(true);
    response.socket?.setKeepAlive(true, 30_000);
  }

  return {
    kind: 'stream',
    send(text) {
      if (!response.headersSent) open();
      response.write(`data: ${text.replaceAll('\n', '\ndata: ')}\n\n`, taken);
    },
    ping: () => void response.write(':\n\n'),
    waiting: () => response.writableLength,
    progress: () => (response.socket === null ? 0 : writeProgress(response.socket)),
    onDrain(listener) {
      onDrain = listener;
    },
    end(_code, _reason, grace) {
      response.end();
      const force = setTimeout(() => response.destroy(), grace).unref();
      response.once('close', () => clearTimeout(force));
    },
  };
}
