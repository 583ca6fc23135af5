import type { AbortReason } from './turn-failure.ts';

/** A turn that this process works on. */
export interface Run {
  readonly turnId: string;
  /** Resolves when readers can follow `turn:<id>`; never rejects. */
  readonly opened: Promise<void>;
  /** Resolves when the answer is stored and `turn-end` was sent, or nothing more can be done; never rejects. */
  readonly ended: Promise<void>;
  /** Stores how far the answer has come, if it has come further since. Rejects when the storage does. */
  checkpoint(): Promise<void>;
  /** Closes the provider's socket and lets no further token through. Only the first reason counts. */
  abort(reason: AbortReason): void;
}

export interface RunningTurns {
  add(run: Run): void;
  remove(turnId: string): void;
  get(turnId: string): Run | undefined;
  all(): Run[];
  readonly size: number;
}

/** The turns this process works on now, by id. At most `runningTurnsPerUser` per person. */
export function createRunningTurns(): RunningTurns {
  const runs = new Map<string, Run>();
  return {
    add: (run) => void runs.set(run.turnId, run),
    remove: (turnId) => void runs.delete(turnId),
    get: (turnId) => runs.get(turnId),
    all: () => [...runs.values()],
    get size() {
      return runs.size;
    },
  };
}
