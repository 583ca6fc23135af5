import type { IncomingMessage } from 'node:http';
import { limits } from '@parley/contracts';

/**
 * Reads the rest of a refused body and throws it away, up to a cap of bytes and time: closing a connection over unread bytes resets it, and the
 * refusal is lost on its way (RFC 9112 §9.6). True when all of it came, false when the rest must be cut off. Never rejects.
 */
export function discardBody(request: IncomingMessage): Promise<boolean> {
  if (Number(request.headers['content-length'] ?? 0) > limits.refusedBodyBytes) return Promise.resolve(false);
  return new Promise((resolve) => {
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limits.refusedBodyBytes) settle(false);
    };
    const whole = (): void => settle(true);
    const broken = (): void => settle(false);
    const timer = setTimeout(broken, limits.refusedBodyWithin);
    const settle = (all: boolean): void => {
      clearTimeout(timer);
      request.off('data', count).off('end', whole).off('close', broken).pause();
      resolve(all);
    };
    // Errors end in `close` as well; without a listener they would be thrown.
    request.on('error', () => undefined);
    request.on('data', count).once('end', whole).once('close', broken).resume();
  });
}
