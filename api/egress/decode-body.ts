import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { RequestError } from '@parley/contracts';

/** Undoes a content encoding as the bytes come. */
export interface BodyDecoder {
  push(chunk: Buffer): void;
  /** Says that no more bytes come; `onEnd` follows when the last decoded byte was handed on. */
  end(): void;
  /** Stops at once; nothing is called any more. */
  destroy(): void;
}

const openers = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };

/**
 * We ask for plain bytes, yet some servers compress all the same. Null means the bytes are plain. The caller counts what comes out:
 * zlib hands it on in small pieces, so a bomb is cut at the cap and never unfolded in memory. Throws `provider.bad-answer` for an
 * encoding nobody asked for.
 */
export function createBodyDecoder(
  encoding: string | undefined,
  on: { data(chunk: Buffer): void; end(): void; error(error: RequestError): void },
): BodyDecoder | null {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return null;
  const open = Object.hasOwn(openers, name) ? openers[name as keyof typeof openers] : undefined;
  if (!open) throw new RequestError('provider.bad-answer', { detail: 'The answer came in a content encoding that was not asked for.' });
  const stream = open();
  let stopped = false;
  stream.on('data', (chunk: Buffer) => {
    if (!stopped) on.data(chunk);
  });
  stream.on('end', () => {
    if (!stopped) on.end();
  });
  stream.on('error', (cause) => {
    if (!stopped) on.error(new RequestError('provider.bad-answer', { detail: 'The compressed answer cannot be unpacked.', cause }));
  });
  return {
    push: (chunk) => void stream.write(Buffer.from(chunk)),
    end: () => void stream.end(),
    destroy() {
      stopped = true;
      stream.destroy();
    },
  };
}
