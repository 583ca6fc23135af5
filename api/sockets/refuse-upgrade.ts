import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorBody, RequestError } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';

/** Answers an upgrade with an ordinary error and closes: the handshake never happens. */
export function refuseUpgrade(socket: Duplex, error: RequestError): void {
  const body: ErrorBody = { error: { code: error.code, message: error.message, requestId: uuidv7() } };
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? 'Error'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
    ...(error.retryAfter === undefined ? [] : [`Retry-After: ${error.retryAfter}`]),
  ];
  socket.on('error', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}
