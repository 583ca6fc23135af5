import { closeCodes, type ErrorCode } from '@parley/contracts';

/** RFC 6455 §7.4.1: the server met something it did not expect. */
const internalError = 1011;

/** The WebSocket close code that stands for an error. */
export function closeCodeOf(code: ErrorCode): number {
  if (code.startsWith('auth.')) return closeCodes.unauthorized;
  switch (code) {
    case 'realtime.protocol':
    case 'realtime.frame-too-large':
    case 'realtime.too-many-topics':
      return closeCodes.protocol;
    case 'realtime.too-many-sockets':
      return closeCodes.tooManySockets;
    case 'realtime.slow-reader':
      return closeCodes.slowReader;
    case 'server.draining':
      return closeCodes.draining;
    default:
      return internalError;
  }
}
