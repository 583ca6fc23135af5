import type { IncomingMessage } from 'node:http';
import { limits, RequestError } from '@parley/contracts';

export interface UploadBody {
  /** Bytes, where the sender announced them. */
  readonly length: number | null;
  /** May be read once. Ends with `file.cut-off` when the sender breaks off, is silent or takes too long. */
  readonly body: AsyncIterable<Uint8Array>;
}

const cutOff = (detail: string): RequestError => new RequestError('file.cut-off', { detail });

/** The next chunk, or a refusal when it does not come. The connection stays open, so that the refusal can be read. */
async function* chunksOf(request: IncomingMessage): AsyncGenerator<Uint8Array, void> {
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  const until = Date.now() + limits.uploadTotal;
  let timer: NodeJS.Timeout | undefined;
  const late = (within: number): Promise<never> =>
    new Promise((_resolve, reject) => {
      timer = setTimeout(() => reject(cutOff('The file took too long.')), within);
    });
  try {
    for (;;) {
      const within = Math.max(1, Math.min(limits.uploadSilence, until - Date.now()));
      const next = await Promise.race([chunks.next(), late(within)]).finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    throw error instanceof RequestError ? error : cutOff('The file broke off.');
  } finally {
    // Without waiting: where a chunk is still to come, this answers only after it.
    void Promise.resolve(chunks.return?.()).catch(() => undefined);
  }
}

/**
 * The body of a request as the content of a file, of any type: what it is, its bytes say. A form is refused, which would be kept with its
 * wrapping. Throws `request.unsupported-media-type`.
 */
export function readUpload(request: IncomingMessage): UploadBody {
  const { 'content-type': type = '', 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
  if (/^multipart\//i.test(type))
    throw new RequestError('request.unsupported-media-type', { params: { expected: 'the bytes of one file' } });
  if (encoding !== 'identity') throw new RequestError('request.unsupported-media-type', { params: { expected: 'identity' } });
  const announced = request.headers['transfer-encoding'] === undefined ? Number(length ?? 0) : null;
  return { length: announced, body: chunksOf(request) };
}
