import { closeCodes } from '@parley/contracts';
import type { LinkEnd } from './types.ts';

/** What a WebSocket close code means for the client. */
export function endOfCloseCode(code: number): LinkEnd {
  switch (code) {
    case closeCodes.unauthorized:
      return 'unauthorized';
    case closeCodes.tooManySockets:
      return 'too-many';
    case closeCodes.slowReader:
      return 'slow-reader';
    case closeCodes.draining:
      return 'draining';
    case closeCodes.protocol:
      return 'protocol';
    default:
      return 'network';
  }
}

/** What the status of a refused stream means. */
export function endOfStatus(status: number): LinkEnd {
  if (status === 401) return 'unauthorized';
  if (status === 429) return 'too-many';
  if (status === 503) return 'draining';
  return status >= 400 && status < 500 ? 'protocol' : 'network';
}

/** What the `bye` before the end of a stream means; a stream has no close code. */
export function endOfBye(code: string | null): LinkEnd {
  if (code?.startsWith('auth.')) return 'unauthorized';
  if (code === 'realtime.slow-reader') return 'slow-reader';
  if (code === 'server.draining') return 'draining';
  return 'network';
}
