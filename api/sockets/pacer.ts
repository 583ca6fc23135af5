import { performance } from 'node:perf_hooks';

/** Something with lines gathered that wants to be written. */
export interface Paced {
  flush(): void;
}

/**
 * Decides when lines leave. An idle loop writes at once; what comes in the same turn of the loop leaves together at its end;
 * a loop that is nearly busy gathers up to `within` ms, because fewer, larger writes are what then keeps everybody on time.
 */
export interface Pacer {
  /** Milliseconds that lines may be gathered at the present load; 0 while there is room. */
  delay(): number;
  /** Grows with every turn of the loop in which somebody wrote. */
  turn(): number;
  /** Flushes at the end of this turn, or of the present delay. */
  later(paced: Paced): void;
  stop(): void;
}

/** Above this share of time spent working the loop counts as loaded. */
const comfortable = 0.75;
const sampleEvery = 100;

export function createPacer(within: number): Pacer {
  let gathering = new Set<Paced>();
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;
  let turn = 0;
  let load = 0;
  let sampledAt = 0;
  let utilization = performance.eventLoopUtilization();

  function sample(): void {
    const now = performance.now();
    if (now - sampledAt < sampleEvery) return;
    sampledAt = now;
    const next = performance.eventLoopUtilization();
    load = performance.eventLoopUtilization(next, utilization).utilization;
    utilization = next;
  }

  function delay(): number {
    sample();
    return load <= comfortable ? 0 : (within * (load - comfortable)) / (1 - comfortable);
  }

  function flushAll(): void {
    timer = undefined;
    const ready = gathering;
    gathering = new Set();
    for (const paced of ready) paced.flush();
  }

  function endTurn(): void {
    immediate = undefined;
    if (timer === undefined) flushAll();
    turn += 1;
  }

  return {
    delay,
    turn() {
      immediate ??= setImmediate(endTurn);
      return turn;
    },
    later(paced) {
      gathering.add(paced);
      const wait = delay();
      if (wait >= 1) timer ??= setTimeout(flushAll, wait);
      else immediate ??= setImmediate(endTurn);
    },
    stop() {
      clearTimeout(timer);
      clearImmediate(immediate);
      gathering.clear();
    },
  };
}
