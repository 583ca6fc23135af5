import type { Duplex } from 'node:stream';
import { RequestError, type ClientFrame, type ErrorCode } from '@parley/contracts';
import type { RawData, WebSocket } from 'ws';
import type { Admission } from './admission.ts';
import { closeCodeOf } from './close-code.ts';
import { byeFrame, type Connection, type ConnectionContext } from './connection.ts';
import { parseClientFrame } from './parse-client-frame.ts';
import { createSocketTransport } from './socket-transport.ts';

const grace = 3_000;

/** Speaks the protocol over one WebSocket: frames are handled one after the other, and no frame can bring the process down. */
export function acceptSocket(context: ConnectionContext, admission: Admission, ws: WebSocket, socket: Duplex): void {
  const { caps, options } = context;
  const transport = createSocketTransport(ws, socket);
  let connection: Connection | null = null;
  let handling: Promise<void> = Promise.resolve();
  let ahead = 0;
  const isGone = (): boolean => ws.readyState !== ws.OPEN;

  function refuse(code: ErrorCode, message?: string): void {
    if (connection !== null) return connection.close(code);
    if (isGone()) return;
    transport.send(byeFrame(code, message));
    transport.end(closeCodeOf(code), code, grace);
  }

  function fail(error: unknown): void {
    if (error instanceof RequestError) return refuse(error.code, error.message);
    options.logger.error({ err: error }, 'A frame of a client could not be handled.');
    refuse('server.internal');
  }

  async function handle(frame: ClientFrame): Promise<void> {
    if (isGone()) return;
    if (connection === null) {
      if (frame.type !== 'hello') throw new RequestError('realtime.protocol', { detail: 'The first frame is hello.' });
      connection = await admission.admit(frame, transport, isGone);
      clearTimeout(impatience);
      return connection?.subscribe(frame.topics);
    }
    switch (frame.type) {
      case 'hello':
        throw new RequestError('realtime.protocol', { detail: 'Hello is said once.' });
      case 'auth':
        return admission.renew(connection, frame.token);
      case 'subscribe':
        return connection.subscribe(frame.topics);
      case 'unsubscribe':
        return connection.unsubscribe(frame.topics);
      case 'pong':
        return undefined;
    }
  }

  function receive(data: RawData, isBinary: boolean): void {
    connection?.heard();
    const bytes = data as Buffer;
    if (bytes.length > caps.frameBytes) return refuse('realtime.frame-too-large');
    if (isBinary || ahead >= caps.framesAhead) return refuse('realtime.protocol');
    ahead += 1;
    handling = handling
      .then(() => handle(parseClientFrame(bytes.toString())))
      .catch(fail)
      .finally(() => (ahead -= 1));
  }

  const impatience = setTimeout(() => refuse('realtime.protocol', 'No hello came.'), caps.helloWithin).unref();
  ws.on('message', receive);
  // ws closes by itself after an error; the close event does the rest.
  ws.on('error', (error) => options.logger.debug({ err: error }, 'A socket failed.'));
  ws.on('close', () => {
    clearTimeout(impatience);
    if (connection !== null) admission.leave(connection);
  });
}
