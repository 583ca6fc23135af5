import type { LinkEnd, RealtimeTimes } from './types.ts';

export type TransportKind = 'socket' | 'stream';

/** Which transport the next attempt uses. */
export interface TransportChoice {
  next(): TransportKind;
  /** How an attempt went, and how many ms it was open. */
  ended(kind: TransportKind, end: LinkEnd, lived: number): void;
  /** Milliseconds until the socket deserves another try; null while it is the choice anyway, or there is none. */
  socketDueIn(): number | null;
}

/**
 * WebSocket first. When it is blocked (no welcome) or keeps being cut off young, the twin, and the socket again after a while
 * that grows. When the twin does not open either it was not WebSocket's fault, and the socket is next.
 */
export function createTransportChoice(
  times: Pick<RealtimeTimes, 'shortLife' | 'socketAgain' | 'socketAgainAtMost'>,
  now: () => number,
  hasSocket: boolean,
): TransportChoice {
  let streamUntil: number | null = null;
  let penance = times.socketAgain;
  let shortLives = 0;

  function useStream(): void {
    streamUntil = now() + penance;
    penance = Math.min(penance * 2, times.socketAgainAtMost);
    shortLives = 0;
  }

  function socketEnded(end: LinkEnd, lived: number): void {
    if (lived >= times.shortLife) penance = times.socketAgain;
    if (end === 'unreachable') return useStream();
    if (end !== 'network') return;
    shortLives = lived < times.shortLife ? shortLives + 1 : 0;
    if (shortLives === 3) useStream();
  }

  return {
    next() {
      if (!hasSocket) return 'stream';
      if (streamUntil !== null && now() >= streamUntil) streamUntil = null;
      return streamUntil === null ? 'socket' : 'stream';
    },
    ended(kind, end, lived) {
      if (kind === 'socket') return socketEnded(end, lived);
      if (end === 'unreachable') streamUntil = null;
    },
    socketDueIn: () => (hasSocket && streamUntil !== null ? Math.max(0, streamUntil - now()) : null),
  };
}
