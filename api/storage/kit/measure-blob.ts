import { createHash } from 'node:crypto';
import { RequestError } from '@parley/contracts';

interface MeasureOptions {
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** A source on its way into a store. */
export interface MeasuredBlob {
  /** The same bytes; ends with `request.too-large` at the first byte over the cap, and with the signal's reason. */
  readonly bytes: AsyncGenerator<Uint8Array, void>;
  /** Whether it was the source, the cap or the signal that ended it, and not the store. */
  failure(): { readonly reason: unknown } | null;
  /** What has passed; final once the bytes have ended. */
  measure(): { readonly size: number; readonly sha256: string };
}

/** Counts and hashes what passes, and keeps to a cap. */
export function measureBlob(source: AsyncIterable<Uint8Array>, { maxBytes, signal }: MeasureOptions): MeasuredBlob {
  const hash = createHash('sha256');
  let size = 0;
  let failed: { readonly reason: unknown } | null = null;

  async function* bytes(): AsyncGenerator<Uint8Array, void> {
    try {
      signal?.throwIfAborted();
      for await (const chunk of source) {
        signal?.throwIfAborted();
        size += chunk.byteLength;
        if (size > maxBytes) throw new RequestError('request.too-large', { params: { limit: maxBytes } });
        hash.update(chunk);
        yield chunk;
      }
    } catch (reason) {
      failed = { reason };
      throw reason;
    }
  }

  return { bytes: bytes(), failure: () => failed, measure: () => ({ size, sha256: hash.copy().digest('hex') }) };
}
