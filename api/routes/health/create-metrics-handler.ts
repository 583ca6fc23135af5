import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface MetricsNeeds {
  /** Null: whoever reaches this door may read. */
  readonly secret: string | null;
  readonly render: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

export type MetricsHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Digests have one length, so that neither length nor content of the secret can be measured. */
function admits(secret: string): (header: string | undefined) => boolean {
  const expected = digest(`Bearer ${secret}`);
  return (header) => timingSafeEqual(digest(header ?? ''), expected);
}

/** Answers with all metrics, or with 401 to whoever does not show the secret. Rejects when they cannot be read. */
export function createMetricsHandler({ secret, render }: MetricsNeeds): MetricsHandler {
  const mayRead = secret === null ? () => true : admits(secret);
  return async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', 'text/plain; charset=utf-8');
    if (!mayRead(request.headers.authorization)) {
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end('The metrics need their secret.\n');
      return;
    }
    const { contentType, text } = await render();
    response.writeHead(200, { 'Content-Type': contentType }).end(text);
  };
}
