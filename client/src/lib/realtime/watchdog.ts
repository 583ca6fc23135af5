/** Barks once when nothing was heard for too long. Looks often rather than late: a sleeping machine stops timers, not time. */
export interface Watchdog {
  heard(): void;
  /** From now on silence may last this long. */
  allow(silence: number): void;
  stop(): void;
}

export function startWatchdog(silence: number, now: () => number, onSilence: () => void): Watchdog {
  let allowed = silence;
  let heardAt = now();
  let timer: ReturnType<typeof setInterval>;

  function look(): void {
    if (now() - heardAt < allowed) return;
    clearInterval(timer);
    onSilence();
  }
  function restart(): void {
    clearInterval(timer);
    timer = setInterval(look, Math.max(5, allowed / 8));
  }
  restart();

  return {
    heard() {
      heardAt = now();
    },
    allow(next) {
      allowed = next;
      heardAt = now();
      restart();
    },
    stop: () => clearInterval(timer),
  };
}
