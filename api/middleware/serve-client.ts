import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { RequestHandler, Response } from 'express';

const hashed = /^\/assets\/[^/]+-[\w-]{8,}\.\w+$/;
/** Paths of the application have no extension; a missing file has one, and must not answer with a page. */
const looksLikePage = (name: string): boolean => !path.posix.basename(name).includes('.');

const encodings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

function filesOf(folder: string): ReadonlySet<string> {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return new Set(names.map((name) => `/${name.replaceAll(path.sep, '/')}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}

function headersOf(response: Response, name: string, encoding: string | undefined): void {
  response.setHeader('Cache-Control', hashed.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('Vary', 'Accept-Encoding');
  response.type(path.extname(name));
  if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
}

/**
 * Serves the built client, compressed beforehand. Hashed files never change; pages are asked for again each time. Paths of the application that are no
 * files get the page, which routes them itself. A file that vanishes (a new build beneath a running server) is a 404, nothing worse.
 */
export function serveClient(folder: string): RequestHandler {
  const files = filesOf(folder);
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    if (!files.has('/index.html')) {
      response.status(503).type('text').send('The client is not built. Run "npm run build".');
      return;
    }
    const asked = files.has(request.path) ? request.path : looksLikePage(request.path) ? '/index.html' : null;
    if (asked === null) return next();
    const accepted = request.headers['accept-encoding'] ?? '';
    const encoding = encodings.find(({ name, suffix }) => accepted.includes(name) && files.has(asked + suffix));
    headersOf(response, asked, encoding?.name);
    response.sendFile(asked.slice(1) + (encoding?.suffix ?? ''), { root: folder, cacheControl: false, dotfiles: 'ignore' }, (error) => {
      if (!error || response.headersSent) return;
      for (const header of ['Content-Encoding', 'Cache-Control', 'Content-Type']) response.removeHeader(header);
      next();
    });
  };
}
