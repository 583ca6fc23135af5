/** One stream's sleep: at most one wait at a time. */
export interface Pace {
  /** Resolves at or shortly after `due` (same clock as the pacer's `now`), or as soon as the signal aborts. */
  until(due: number): Promise<void>;
  /** Lets go of the signal. */
  close(): void;
}

/** Wakes many streams with one timer: what falls due within the same few milliseconds is woken together. */
export interface Pacer {
  pace(signal: AbortSignal): Pace;
}

interface Sleeper {
  slot: number;
  wake: (() => void) | null;
}

const grain = 4;

/** `now` is a clock in milliseconds that never goes back. The timer runs only while somebody sleeps. */
export function createPacer(now: () => number = () => performance.now()): Pacer {
  const slots = new Map<number, Set<Sleeper>>();
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Infinity;

  function arm(): void {
    let next = Infinity;
    for (const slot of slots.keys()) next = Math.min(next, slot);
    if (next === armedFor) return;
    clearTimeout(timer);
    armedFor = next;
    if (next < Infinity) timer = setTimeout(ring, Math.max(1, next * grain - now()));
  }

  function ring(): void {
    armedFor = Infinity;
    const current = Math.floor(now() / grain);
    for (const [slot, sleepers] of slots) {
      if (slot > current) continue;
      slots.delete(slot);
      for (const sleeper of sleepers) rouse(sleeper);
    }
    arm();
  }

  function rouse(sleeper: Sleeper): void {
    const { wake } = sleeper;
    sleeper.wake = null;
    wake?.();
  }

  function sleep(sleeper: Sleeper, due: number, wake: () => void): void {
    sleeper.slot = Math.ceil(due / grain);
    sleeper.wake = wake;
    const sleepers = slots.get(sleeper.slot);
    if (sleepers) return void sleepers.add(sleeper);
    slots.set(sleeper.slot, new Set([sleeper]));
    if (sleeper.slot < armedFor) arm();
  }

  function leave(sleeper: Sleeper): void {
    const sleepers = slots.get(sleeper.slot);
    if (sleepers?.delete(sleeper) && sleepers.size === 0) {
      slots.delete(sleeper.slot);
      arm();
    }
    rouse(sleeper);
  }

  return {
    pace(signal) {
      const sleeper: Sleeper = { slot: 0, wake: null };
      const abort = (): void => leave(sleeper);
      signal.addEventListener('abort', abort, { once: true });
      return {
        until: (due) =>
          new Promise((resolve) => {
            if (signal.aborted || due <= now()) return resolve();
            sleep(sleeper, due, resolve);
          }),
        close: () => {
          signal.removeEventListener('abort', abort);
          leave(sleeper);
        },
      };
    },
  };
}
