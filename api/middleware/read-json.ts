import type { IncomingMessage } from 'node:http';
import { limits, RequestError } from '@parley/contracts';

/** Whether a request announces a body (RFC 9112 §6), whatever its method. */
export const carriesBody = ({ headers }: IncomingMessage): boolean =>
  (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;

const tooLarge = (limit: number): RequestError => new RequestError('request.too-large', { params: { limit } });

/** Collects a body up to the cap. A body that says or proves to be larger is refused at once, the rest unread. */
async function collect(request: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= most) {
        chunks.push(chunk);
        return;
      }
      request.off('data', take).pause();
      chunks.length = 0;
      reject(tooLarge(most));
    };
    request.on('data', take);
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new RequestError('request.malformed-json', { detail: 'The body was cut off.' })));
  });
}

/** Whether brackets nest deeper than allowed, found on the bytes before anything recursive sees them. */
function isTooDeep(body: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index];
    if (quoted) {
      if (byte === 0x5c) index += 1;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > limits.jsonDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A key named `__proto__` is data to JSON.parse but a trap to whatever copies the object later; no route has such a field, so it is an unknown one.
 */
const refusePrototype = (key: string, value: unknown): unknown => {
  if (key === '__proto__') throw new RequestError('request.invalid', { params: { path: '__proto__', reason: 'unknown field' } });
  return value;
};

/**
 * Reads a JSON body (RFC 8259) of at most 1 MB, unless the route takes more, and 64 levels. Throws `request.unsupported-media-type`, `request.too-large`,
 * `request.too-deep` and `request.malformed-json`.
 */
export async function readJson(request: IncomingMessage, most: number = limits.jsonBodyBytes): Promise<unknown> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new RequestError('request.unsupported-media-type', { params: { expected: 'application/json' } });
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new RequestError('request.unsupported-media-type', { params: { expected: 'identity' } });
  }
  const body = await collect(request, most);
  if (isTooDeep(body)) throw new RequestError('request.too-deep', { params: { limit: limits.jsonDepth } });
  try {
    const text = strictUtf8.decode(body);
    return text.includes('__proto__') || text.includes('\\u') ? JSON.parse(text, refusePrototype) : JSON.parse(text);
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError('request.malformed-json');
  }
}
