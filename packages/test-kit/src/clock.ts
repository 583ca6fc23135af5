/** Microseconds of the machine's monotonic clock: the same number line in every process of one machine, whatever happens to the wall clock. */
export function monotonicMicros(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000_000 + Math.floor(nanoseconds / 1_000);
}

export interface FakeClock {
  /** Milliseconds, as `Date.now()` would say them. Bound: may be passed on as a function. */
  readonly now: () => number;
  advance(ms: number): void;
  /** Sets the clock, backwards too. */
  set(ms: number): void;
}

/** A clock that moves only when told to. Begins at a plain instant of 2026. */
export function createFakeClock(start: number = Date.UTC(2026, 0, 1)): FakeClock {
  let current = start;
  return {
    now: () => current,
    advance(ms) {
      current += ms;
    },
    set(ms) {
      current = ms;
    },
  };
}
