import type { Db } from 'mongodb';

/**
 * One numbered step of the layout. A step may be cut off anywhere and carried out again, also by a node that took over while the one
 * before is only slow: it must lead to the same end from wherever it begins.
 */
export interface Migration {
  readonly version: number;
  readonly name: string;
  run(db: Db): Promise<void>;
}
