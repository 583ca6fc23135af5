/** Wakes many streams with one timer: what falls due within the same few milliseconds is woken together. */
export interface Pacer {
  /** Resolves at or shortly after `due` (same clock as `now`), or as soon as the signal aborts. */
  until(due: number, signal: AbortSignal): Promise<void>;
}

const grain = 4;

export function createPacer(now: () => number = () => performance.now()): Pacer {
  const slots = new Map<number, Set<() => void>>();
  let timer: NodeJS.Timeout | undefined;

  const arm = (): void => {
    if (timer !== undefined || slots.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      const slot = Math.floor(now() / grain);
      for (const [due, sleepers] of slots) {
        if (due > slot) continue;
        slots.delete(due);
        for (const wake of sleepers) wake();
      }
      arm();
    }, grain);
  };

  return {
    until: (due, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || due <= now()) return resolve();
        const slot = Math.ceil(due / grain);
        const sleepers = slots.get(slot) ?? new Set();
        slots.set(slot, sleepers);
        const wake = (): void => {
          sleepers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        sleepers.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        arm();
      }),
  };
}
