import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestError, helloFrameSchema, type ErrorBody, type HelloFrame } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import type { GatewayOptions } from './gateway-options.ts';

async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new RequestError('realtime.frame-too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parseHello(body: string): HelloFrame {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new RequestError('request.malformed-json', { cause });
  }
  const parsed = helloFrameSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RequestError('realtime.protocol', { detail: 'Not a hello of this protocol.', cause: parsed.error });
}

function answer(response: ServerResponse, error: RequestError): void {
  const body: ErrorBody = { error: { code: error.code, message: error.message, requestId: uuidv7() } };
  if (error.params !== undefined) body.error.params = error.params;
  if (error.retryAfter !== undefined) response.setHeader('Retry-After', error.retryAfter);
  response.writeHead(error.status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

interface ServeStream {
  readonly options: Pick<GatewayOptions, 'allowedOrigin' | 'logger'>;
  readonly maxBytes: number;
  readonly open: (hello: HelloFrame, response: ServerResponse) => Promise<void>;
}

/** `POST /api/realtime/stream` on Node's own request and response, for servers without a framework. Never rejects. */
export async function serveStream(
  { options, maxBytes, open }: ServeStream,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method !== 'POST') throw new RequestError('request.method-not-allowed');
    if (!options.allowedOrigin(request.headers.origin, request.headers.host)) throw new RequestError('request.origin-refused');
    await open(parseHello(await readBody(request, maxBytes)), response);
  } catch (error) {
    const known = error instanceof RequestError ? error : new RequestError('server.internal', { cause: error });
    if (known !== error) options.logger.error({ err: error }, 'A stream could not be opened.');
    if (response.headersSent || response.destroyed) response.destroy();
    else answer(response, known);
  }
}
