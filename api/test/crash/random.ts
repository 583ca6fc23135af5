export interface Random {
  /** A number from `from` up to but not including `to`. */
  between(from: number, to: number): number;
  pick<Value>(values: readonly Value[]): Value;
}

/** Mulberry32: small, seeded, good enough to choose instants. The same seed and round give the same choices. */
export function createRandom(seed: number, round: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    between: (from, to) => from + next() * (to - from),
    pick: (values) => values[Math.floor(next() * values.length)]!,
  };
}
