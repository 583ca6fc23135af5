/** One numbered step of the schema. Once released it is never changed: what comes later is another step. */
export interface Migration {
  /** 1, 2, 3 … without a gap: the `user_version` the step leads to. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
