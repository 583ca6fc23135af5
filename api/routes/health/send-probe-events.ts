import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { RequestError } from '@parley/contracts';

const events = 3;
const every = 400;
const atOnce = 20;

/**
 * `GET /api/realtime/probe`: three events in 0.8 s, by which `parley doctor` sees whether a proxy lets a stream flow. Anybody may ask; it tells nothing
 * and costs little, and beyond 20 at once it is `server.draining`.
 */
export function createProbeEvents(): (request: Request, response: Response) => Promise<void> {
  let open = 0;
  return async (_request, response) => {
    if (open >= atOnce) throw new RequestError('server.draining', { retryAfter: 2 });
    open += 1;
    const gone = new AbortController();
    response.once('close', () => {
      open -= 1;
      gone.abort();
    });
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    for (let event = 1; event <= events && !gone.signal.aborted; event += 1) {
      response.write(`event: probe\ndata: ${event}\n\n`);
      if (event < events) await wait(every, undefined, { signal: gone.signal }).catch(() => undefined);
    }
    response.end();
  };
}
