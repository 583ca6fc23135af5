import { existsSync } from 'node:fs';
import type { RequestHandler } from 'express';
import sirv from 'sirv';

const hashed = /\/assets\/[^/]+-[\w-]{8,}\.\w+$/;

/**
 * Serves the built client, compressed beforehand. Hashed files never change; pages are asked for again each time. Paths of the
 * application that are no files get the page, which routes them itself.
 */
export function serveClient(folder: string): RequestHandler {
  if (!existsSync(folder)) {
    return (_request, response) => void response.status(503).type('text').send('The client is not built. Run "npm run build".');
  }
  return sirv(folder, {
    single: true,
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
