import { RequestError } from '@parley/contracts/request-error';
import { MongoError } from 'mongodb';

/** What a socket says of itself when its server has just gone; mostly the driver says it in its own words, but not when it was about to write. */
const ofSockets = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

const isUnavailable = (cause: unknown): boolean =>
  cause instanceof MongoError || (cause instanceof Error && 'code' in cause && ofSockets.has(String(cause.code)));

/** What the driver throws becomes `server.storage-unavailable`, with the cause kept; refusals and defects stay what they are. */
export function guarded<Guarded extends object>(verbs: Guarded): Guarded {
  const entries = Object.entries(verbs).map(([name, verb]) => [
    name,
    async (...args: readonly never[]): Promise<unknown> => {
      try {
        return await (verb as (...args: readonly never[]) => Promise<unknown>)(...args);
      } catch (cause) {
        if (!isUnavailable(cause)) throw cause;
        throw new RequestError('server.storage-unavailable', { detail: `MongoDB could not carry out ${name}.`, cause });
      }
    },
  ]);
  return Object.fromEntries(entries) as Guarded;
}
