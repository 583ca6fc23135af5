import type { TurnTail } from './turn-tail.ts';

/** A log that is held in memory. */
export interface HeldLog {
  readonly turnId: string;
  readonly tail: TurnTail;
  epoch: number;
  /** When `turn-end` was appended; null while the turn runs. */
  endedAt: number | null;
}

/** What an earlier process left of a turn that had not ended. */
export interface Leftover {
  readonly epoch: number;
  /** Encoded events in order. A damaged record may have torn a hole. */
  readonly lines: readonly string[];
}

/** Where logs are kept beyond memory. */
export interface TurnStore {
  /** Something was appended. Synchronous and cheap: called once per token. */
  touched(log: HeldLog): void;
  /** Resolves when everything appended to the log so far is durable; rejects when the disk refuses. */
  flush(log: HeldLog): Promise<void>;
  /** Null when nothing was left. */
  leftover(turnId: string): Leftover | null;
  /** These turns are never read again: what is kept of them may go. Rejects when the disk refuses. */
  release(turnIds: readonly string[]): Promise<void>;
  /** False when what keeps the logs has ended; absent where it cannot. */
  alive?(): boolean;
  close(): Promise<void>;
}

/** Nothing outlives the process: for tests. */
export const forgetfulStore: TurnStore = {
  touched: () => undefined,
  flush: () => Promise.resolve(),
  leftover: () => null,
  release: () => Promise.resolve(),
  close: () => Promise.resolve(),
};
