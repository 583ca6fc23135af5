import type { ModelInfo, TurnError } from '@parley/contracts';

/** The models of an endpoint as people are shown them, with what went wrong when they were last asked for. */
export interface ModelList {
  readonly models: readonly ModelInfo[];
  readonly failure: TurnError | null;
  /** When it was last read with success; absent: never. */
  readonly listedAt?: number;
}

/** A list with the time it was read, well or not, in milliseconds. */
export interface CachedList extends ModelList {
  readonly readAt: number;
}
