import type { MongoClientOptions } from 'mongodb';
import type { Comparison } from './compare.ts';

/** Things of a kind that were moved together. */
export interface MovedBatch {
  readonly name: string;
  readonly count: number;
}

export interface TransferOptions {
  /** Absolute. */
  readonly dataDir: string;
  /** Of a replica set; the database is the one it names, else `parley`. */
  readonly uri: string;
  /** Overrides what the address says: for tests. */
  readonly database?: string;
  readonly pool?: Pick<MongoClientOptions, 'maxPoolSize' | 'minPoolSize' | 'maxConnecting' | 'maxIdleTimeMS' | 'waitQueueTimeoutMS'>;
  /** Things moved at a time, and held in memory. */
  readonly batch?: number;
  readonly now?: () => number;
  /** Hears of each batch once it is kept; the next one waits for it. */
  readonly onBatch?: (moved: MovedBatch) => void | Promise<void>;
}

/** What was moved, compared in both stores after it was read back. */
export interface Transferred {
  readonly comparisons: readonly Comparison[];
  readonly same: boolean;
}

export const defaultBatch = 100;

export const transferred = (comparisons: readonly Comparison[]): Transferred => ({
  comparisons,
  same: comparisons.every(({ same }) => same),
});
