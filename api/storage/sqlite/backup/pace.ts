/** Lets others have the processor and the disk. */
export interface Pace {
  /** Called after each piece of work; may hold up the thread. */
  rest(): void;
}

/** Takes no rest. */
export const fullPace: Pace = { rest() {} };

const longestRest = 100;

/** Rests as long as it worked, so that at most half of a core and of the disk are taken. Only for a thread that may be held up. */
export function createHalfPace(): Pace {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let began = performance.now();
  return {
    rest() {
      Atomics.wait(never, 0, 0, Math.min(longestRest, performance.now() - began));
      began = performance.now();
    },
  };
}
