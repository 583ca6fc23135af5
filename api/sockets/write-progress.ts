import type { Duplex } from 'node:stream';

interface CountingSocket extends Duplex {
  readonly bytesWritten?: number;
  /** Node's own: the only place that shows progress within one large write. Without it progress is seen per write. */
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/** Bytes of a socket that the kernel has taken. */
export function writeProgress(socket: CountingSocket): number {
  const given = (socket.bytesWritten ?? 0) - socket.writableLength;
  return given - (socket._handle?.writeQueueSize ?? 0);
}
