import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { selfSigned } from './self-signed.ts';

export interface BadServer extends AsyncDisposable {
  readonly port: number;
  /** Bytes that its readers took, or that wait in their sockets. */
  readonly written: () => number;
}

async function listen(server: Server): Promise<BadServer> {
  const sockets = new Set<Socket>();
  let gone = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      gone += socket.bytesWritten;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    written: () => [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, gone),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Speaks HTTP, and does what it is told with each request. */
export const startBadServer = (listener: RequestListener): Promise<BadServer> => listen(createServer(listener));

/** Speaks TLS with a certificate that nobody else vouches for. */
export const startSelfSignedServer = (): Promise<BadServer> =>
  listen(createTlsServer(selfSigned('bad.example'), (_, response) => response.end()));

/** Answers every connection with these bytes, whatever it was asked. */
export const startRawServer = (answer: string): Promise<BadServer> =>
  listen(createTcpServer((socket) => socket.once('data', () => socket.end(answer))));

/** A port where nothing listens. */
export async function deadPort(): Promise<number> {
  const server = await startBadServer(() => undefined);
  await server[Symbol.asyncDispose]();
  return server.port;
}
