import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RequestError, closeCodes, type HelloFrame } from '@parley/contracts';
import { WebSocketServer } from 'ws';
import { acceptSocket } from './accept-socket.ts';
import { acceptStream } from './accept-stream.ts';
import { createAdmission } from './admission.ts';
import { createBusHub } from './bus-hub.ts';
import type { ConnectionContext } from './connection.ts';
import { gatewayLimits, type GatewayLimits, type GatewayOptions } from './gateway-options.ts';
import { createPacer } from './pacer.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import { serveStream } from './serve-stream.ts';
import { createSessionWatch } from './session-watch.ts';

export interface GatewayStats {
  readonly sockets: number;
  readonly streams: number;
  readonly awaitingHello: number;
  readonly users: number;
  /** Topics followed by all connections together, and of them what is subscribed on the bus. */
  readonly topics: number;
  readonly busTopics: number;
}

/** Where readers connect: docs/protocol.md over WebSocket and over its twin, an event stream. */
export interface Gateway {
  /** For the server's `upgrade` event. Answers refusals itself and never throws. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers a parsed hello with an event stream. Throws the `RequestError` of a refusal, nothing being sent yet. */
  openStream(hello: HelloFrame, response: ServerResponse): Promise<void>;
  /** The same on Node's own request and response, errors included. Never rejects. */
  serveStream(request: IncomingMessage, response: ServerResponse): Promise<void>;
  stats(): GatewayStats;
  /** Says `bye` (4503) to everybody and resolves when they are gone, by force after 3 s. Nobody is let in after it. */
  close(): Promise<void>;
}

const path = '/api/realtime';
const closeWithin = 3_000;

/** How often connections are looked at: often enough for the shortest of their times. */
const tickEvery = (caps: GatewayLimits): number =>
  Math.max(5, Math.min(1_000, caps.heartbeatEvery / 4, caps.readerSilence / 4, caps.sessionRecheckEvery));

export function createGateway(options: GatewayOptions): Gateway {
  const caps: GatewayLimits = { ...gatewayLimits, ...options.limits };
  let closing = false;
  const draining = (): boolean => closing || options.draining?.() === true;
  const pacer = createPacer(caps.coalesceWithin);
  const hub = createBusHub(options.bus);
  const context: ConnectionContext = { options: { ...options, draining }, caps, hub, pacer };
  const admission = createAdmission(context);
  const checkSessions = createSessionWatch(options, admission);
  // Twice the cap: a frame that is a little too large gets the answer of the protocol, a gross one that of ws (1009).
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: true, maxPayload: 2 * caps.frameBytes });

  const awaitingHello = (): number => server.clients.size - admission.sockets;
  const ticking = setInterval(() => {
    for (const connection of admission.all) connection.tick();
  }, tickEvery(caps)).unref();
  const checking = setInterval(() => void checkSessions(), caps.sessionRecheckEvery).unref();

  function refusal(request: IncomingMessage): RequestError | null {
    if ((request.url ?? '').split('?', 1)[0] !== path) return new RequestError('request.unknown-route');
    if (draining()) return new RequestError('server.draining', { retryAfter: 1 });
    if (!options.allowedOrigin(request.headers.origin, request.headers.host)) return new RequestError('request.origin-refused');
    if (awaitingHello() >= caps.socketsAwaitingHello) return new RequestError('server.draining', { retryAfter: 5 });
    return null;
  }

  return {
    handleUpgrade(request, socket, head) {
      const refused = refusal(request);
      if (refused !== null) return refuseUpgrade(socket, refused);
      server.handleUpgrade(request, socket, head, (ws) => acceptSocket(context, admission, ws, socket));
    },
    openStream: (hello, response) => acceptStream(context, admission, hello, response),
    serveStream: (request, response) =>
      serveStream(
        { options, maxBytes: caps.frameBytes, open: (hello, to) => acceptStream(context, admission, hello, to) },
        request,
        response,
      ),
    stats() {
      let topics = 0;
      for (const connection of admission.all) topics += connection.topics;
      return {
        sockets: admission.sockets,
        streams: admission.all.size - admission.sockets,
        awaitingHello: awaitingHello(),
        users: admission.users,
        topics,
        busTopics: hub.topics,
      };
    },
    async close() {
      closing = true;
      for (const connection of admission.all) connection.close('server.draining');
      for (const ws of server.clients) if (ws.readyState === ws.OPEN) ws.close(closeCodes.draining, 'server.draining');
      const force = setTimeout(() => {
        for (const ws of server.clients) ws.terminate();
      }, closeWithin).unref();
      clearInterval(checking);
      while (admission.all.size > 0 || server.clients.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      clearTimeout(force);
      clearInterval(ticking);
      pacer.stop();
      server.close();
    },
  };
}
