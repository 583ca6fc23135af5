/** Something that is due at a time; called when it is, and again at the time it answers, until it answers null. */
export type Due = (now: number) => number | null;

interface Entry {
  at: number;
  readonly due: Due;
  cancelled: boolean;
}

export interface Pacer {
  /** Runs `due` at `at` (`performance.now()` milliseconds). The answer cancels it. */
  schedule(at: number, due: Due): () => void;
  close(): void;
}

/**
 * Paces any number of streams with one timer: a binary heap by due time, served together whenever the earliest is due. Times are absolute,
 * so a late tick does not make the next one late.
 */
export function createPacer(): Pacer {
  const heap: Entry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Infinity;

  function push(entry: Entry): void {
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.at <= entry.at) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  function pop(): Entry | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child += 1;
      if (heap[child]!.at >= last.at) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }

  function arm(): void {
    const next = heap[0];
    if (!next) {
      armedFor = Infinity;
      return;
    }
    if (next.at >= armedFor) return;
    clearTimeout(timer);
    armedFor = next.at;
    timer = setTimeout(tick, Math.max(0, next.at - performance.now()));
  }

  function tick(): void {
    armedFor = Infinity;
    const now = performance.now();
    // What becomes due while this round runs waits for the next one, so that sockets are served in between.
    while (heap[0] && heap[0].at <= now) {
      const entry = pop()!;
      if (entry.cancelled) continue;
      const next = entry.due(now);
      if (next === null || entry.cancelled) continue;
      entry.at = Math.max(next, now + 0.001);
      push(entry);
    }
    arm();
  }

  return {
    schedule(at, due) {
      const entry: Entry = { at, due, cancelled: false };
      push(entry);
      arm();
      return () => {
        entry.cancelled = true;
      };
    },
    close() {
      clearTimeout(timer);
      heap.length = 0;
    },
  };
}
