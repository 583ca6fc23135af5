import type { HeldLog } from './turn-store.ts';

interface LingeringOptions {
  readonly now: () => number;
  /** Milliseconds a finished log is kept. */
  readonly linger: number;
  /** Bytes all finished logs may hold; beyond that the oldest go early, and their readers fetch the message instead. */
  readonly bytes: number;
  readonly onExpired: (logs: readonly HeldLog[]) => void;
}

/** Finished logs in the order of their end, until their time is over. */
export interface Lingering {
  add(log: HeldLog): void;
  remove(log: HeldLog): void;
  /** Expires what is due now. Also happens by itself, a little late. */
  sweep(): void;
  stop(): void;
}

/** Logs end in the order of the set, so a sweep looks only at those that are due. */
export function createLingering({ now, linger, bytes: cap, onExpired }: LingeringOptions): Lingering {
  const finished = new Set<HeldLog>();
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;

  function remove(log: HeldLog): void {
    if (finished.delete(log)) bytes -= log.tail.bytes;
  }

  function sweep(): void {
    const expired: HeldLog[] = [];
    const before = now() - linger;
    for (const log of finished) {
      if ((log.endedAt ?? 0) > before && bytes <= cap) break;
      remove(log);
      expired.push(log);
    }
    if (expired.length > 0) onExpired(expired);
    if (finished.size === 0) stop();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    add(log) {
      finished.add(log);
      bytes += log.tail.bytes;
      timer ??= setInterval(sweep, Math.max(10, linger / 60)).unref();
      if (bytes > cap) sweep();
    },
    remove,
    sweep,
    stop,
  };
}
