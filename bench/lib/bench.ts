import type { Load } from './load.ts';

/** What every scenario is given. */
export interface Bench {
  /** Null where no C compiler is found. */
  readonly load: Load | null;
  /** Fewer rounds, for a minute in all. */
  readonly quick: boolean;
  /** Progress, beside the table. */
  readonly log: (line: string) => void;
}
