import type { RealtimeTimes } from './types.ts';

/** How long to wait before the next attempt: none at first, then growing, jittered, so that a returning server is not stormed. */
export interface Pauses {
  next(): number;
  /** Somewhere within the first growing pause, for a server that asked everybody to come back. */
  scattered(): number;
  longest(): number;
  reset(): void;
  readonly attempts: number;
}

export function createPauses(times: Pick<RealtimeTimes, 'firstPause' | 'longestPause'>, random: () => number): Pauses {
  let attempts = 0;
  const jittered = (most: number): number => most / 2 + (random() * most) / 2;
  return {
    next() {
      const pause = attempts === 0 ? 0 : jittered(Math.min(times.longestPause, times.firstPause * 2 ** (attempts - 1)));
      attempts += 1;
      return pause;
    },
    scattered() {
      attempts += 1;
      return random() * times.firstPause * 2;
    },
    longest: () => jittered(times.longestPause),
    reset() {
      attempts = 0;
    },
    get attempts() {
      return attempts;
    },
  };
}
