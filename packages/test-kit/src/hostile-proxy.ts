import { createServer as createHttpServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { endToEndHeaders } from './end-to-end-headers.ts';
import { seededRandom } from './seeded-random.ts';

/** A stretch of bad network between a client and a server, on a loopback port of its own. */
export interface HostileProxy extends AsyncDisposable {
  /** Takes the server's place: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** What it did to its clients so far: upgrades refused, or connections cut. */
  readonly harmed: number;
  /** Cuts everything that is open now. */
  cutNow(): void;
  close(): Promise<void>;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

const targetOf = (url: string): Target => ({ host: new URL(url).hostname, port: Number(new URL(url).port || '80') });

/** Longer than a test leaves a connection alone: one that ends just as it is used again fails a request, and no test is about that. */
export const keptMs = 60_000;

/** Listens on a free port and keeps the sockets, so that closing does not wait for clients. */
export async function listen(server: Server, harmed: () => number): Promise<HostileProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const cutNow = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get harmed() {
      return harmed();
    },
    cutNow,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Passes bytes both ways; when one side ends, or breaks, so does the other. */
export function join(near: Duplex, far: Duplex): void {
  near.pipe(far);
  far.pipe(near);
  for (const [side, other] of [
    [near, far],
    [far, near],
  ] as const) {
    side.on('error', () => other.destroy());
    side.on('close', () => other.destroy());
  }
}

/** An HTTP proxy that passes ordinary requests on as they are and leaves upgrades to `onUpgrade`. */
function httpProxy(target: Target, onUpgrade: (message: IncomingMessage, socket: Duplex, head: Buffer) => void): Server {
  const server = createHttpServer((message, response) => {
    const onward = httpRequest(
      { ...target, method: message.method, path: message.url, headers: endToEndHeaders(message.rawHeaders), agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, endToEndHeaders(answer.rawHeaders));
        response.flushHeaders();
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    message.pipe(onward);
  });
  server.keepAliveTimeout = keptMs;
  server.on('upgrade', onUpgrade);
  return server;
}

/** Says the upgrade request again to the server and joins the two sockets. */
function passUpgrade(target: Target, message: IncomingMessage, socket: Duplex, head: Buffer): Socket {
  const far = connect(target);
  const lines = [`${message.method} ${message.url} HTTP/1.1`];
  for (let index = 0; index < message.rawHeaders.length; index += 2)
    lines.push(`${message.rawHeaders[index]}: ${message.rawHeaders[index + 1]}`);
  far.write(`${lines.join('\r\n')}\r\n\r\n`);
  far.write(head);
  join(socket, far);
  return far;
}

/** Passes everything on but answers 400 to every request to upgrade, as some company proxies do. */
export function startUpgradeRefusingProxy(url: string): Promise<HostileProxy> {
  let refused = 0;
  const server = httpProxy(targetOf(url), (_message, socket) => {
    refused += 1;
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return listen(server, () => refused);
}

/** Passes everything on but drops every upgraded connection after `afterMs`, as impatient load balancers do. */
export function startDroppingProxy(url: string, { afterMs }: { afterMs: number }): Promise<HostileProxy> {
  const target = targetOf(url);
  let dropped = 0;
  const server = httpProxy(target, (message, socket, head) => {
    const far = passUpgrade(target, message, socket, head);
    const timer = setTimeout(() => {
      dropped += 1;
      socket.destroy();
    }, afterMs);
    far.on('close', () => clearTimeout(timer));
  });
  return listen(server, () => dropped);
}

export interface CuttingOptions {
  readonly seed: number;
  /** Every connection lives a random time between these. */
  readonly minMs: number;
  readonly maxMs: number;
}

/** Passes bytes on, knowing nothing of HTTP, and resets every connection after a random time: the same seed, the same times in order of connecting. */
export function startCuttingProxy(url: string, { seed, minMs, maxMs }: CuttingOptions): Promise<HostileProxy> {
  const target = targetOf(url);
  const random = seededRandom(seed);
  let cut = 0;
  const server = createTcpServer((near) => {
    const far = connect(target);
    join(near, far);
    const timer = setTimeout(
      () => {
        cut += 1;
        near.resetAndDestroy();
      },
      minMs + random() * (maxMs - minMs),
    );
    near.on('close', () => clearTimeout(timer));
  });
  return listen(server, () => cut);
}
