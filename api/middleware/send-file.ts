import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import { contentDisposition } from '@parley/chat-core';
import { parseRange } from './parse-range.ts';

/** A file as a handler answers it. Its content never changes. */
export interface FileAnswer {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes of the whole. */
  readonly size: number;
  /** Names the content. */
  readonly etag: string;
  /** Its type cannot carry a script, so that a browser may show it; everything else is an attachment. */
  readonly shown: boolean;
  /** Throws when the bytes are not there. */
  open(range?: { readonly offset: number; readonly length: number }): Promise<Readable>;
}

/** Even a page or a drawing that is opened as such is of no origin, runs nothing and loads nothing. */
const policy =
  "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*');

/** A range counts only for the content that the asker already has a part of (RFC 9110 §13.1.5). */
const rangeOf = ({ headers }: Request, etag: string, size: number): ReturnType<typeof parseRange> =>
  headers['if-range'] !== undefined && headers['if-range'] !== etag ? null : parseRange(headers.range, size);

/** Sends a file, or the range of it that was asked for, as it comes from its store. Rejects when nothing was sent yet; later it breaks off. */
export async function sendFile(request: Request, response: Response, file: FileAnswer): Promise<void> {
  const etag = `"${file.etag}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Accept-Ranges', 'bytes');
  // Nobody but the person's browser keeps it, and not without asking whether it still may.
  response.setHeader('Cache-Control', 'private, no-cache, no-transform');
  response.setHeader('Vary', 'Authorization');
  response.setHeader('Content-Security-Policy', policy);
  if (matches(request.headers['if-none-match'], etag)) return void response.status(304).end();

  const range = rangeOf(request, etag, file.size);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${file.size}`);
    return void response.status(416).end();
  }
  const isText = file.mediaType.startsWith('text/');
  const stream = request.method === 'HEAD' ? null : await file.open(range ?? undefined);
  response.setHeader('Content-Type', isText ? `${file.mediaType}; charset=utf-8` : file.mediaType);
  response.setHeader('Content-Disposition', contentDisposition(file.shown ? 'inline' : 'attachment', file.name));
  response.setHeader('Content-Length', String(range?.length ?? file.size));
  if (range !== null) response.setHeader('Content-Range', `bytes ${range.offset}-${range.offset + range.length - 1}/${file.size}`);
  response.status(range === null ? 200 : 206);
  if (stream === null) return void response.end();
  // Nobody waits for it any more: nothing would read it to its end, and it would stay open.
  if (response.destroyed) return void stream.destroy();
  try {
    await pipeline(stream, response);
  } catch (error) {
    // A reader who went away is nobody's failure.
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE' && response.destroyed) return;
    throw error;
  }
}
