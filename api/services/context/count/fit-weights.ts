import { kinds, type Count } from './count.ts';

/** What answers taught about how many tokens of a provider each one counted here is, by kind: the sums of a linear regression, newer answers weighing more. */
export interface Fit {
  /** Of the products of what was counted, row by row. */
  readonly squares: readonly number[];
  /** Of the products of what was counted and what was reported. */
  readonly products: readonly number[];
}

/** `ruled` is not learnt. */
const learnt = kinds.length - 1;
/** What a weight may be: the oldest tokenizers in use take nearly six times as many tokens for some scripts. */
const bounds = { least: 0.2, most: 12 } as const;
/** How far weights lie from one another and from 1 before anything is known: in all, and each for itself. */
const prior = { common: 0.3, own: 0.4 } as const;
/** What an answer still counts for when the next one has come, so that a provider's change is followed. */
const remembers = 0.92;
/** What no weights explain: of the whole, and in tokens. */
const noise = { share: 0.004, tokens: 3 } as const;

const rowOf = (at: number): number => Math.floor(at / learnt);
const isDiagonal = (at: number): boolean => at % (learnt + 1) === 0;

/** The precision of what is believed before: the inverse of `common² + own²` on the diagonal, `common²` beside it. */
const precision = Array.from({ length: learnt * learnt }, (_, at) => {
  const shared = prior.common ** 2 / (prior.own ** 2 + learnt * prior.common ** 2);
  return ((isDiagonal(at) ? 1 : 0) - shared) / prior.own ** 2;
});

export const nothingLearnt: Fit = { squares: precision.map(() => 0), products: Array.from({ length: learnt }, () => 0) };

/** One factor for everything was learnt: as if each kind had been seen with it. */
export const learntRatio = (ratio: number): Fit => ({
  squares: precision.map((_, at) => (isDiagonal(at) ? 100 : 0)),
  products: nothingLearnt.products.map(() => 100 * ratio),
});

export const weigh = (weights: readonly number[], count: Count): number =>
  count.reduce((sum, tokens, at) => sum + tokens * weights[at]!, 0);

/** After a provider reported so many tokens for what was counted so. */
export function learnFit({ squares, products }: Fit, count: Count, reported: number): Fit {
  const sure = 1 / ((noise.share * reported) ** 2 + noise.tokens ** 2);
  const rest = reported - count[learnt]!;
  return {
    squares: squares.map((sum, at) => sum * remembers + count[rowOf(at)]! * count[at % learnt]! * sure),
    products: products.map((sum, at) => sum * remembers + count[at]! * rest * sure),
  };
}

/** The weights that explain it best, one of each kind: each within its bounds; where one would leave them it is held there and the others explain the rest. */
export function weightsOf({ squares, products }: Fit): number[] {
  const matrix = squares.map((sum, at) => sum + precision[at]!);
  const wanted = products.map((sum, row) => sum + matrixRowSum(precision, row));
  const held = new Map<number, number>();
  for (;;) {
    const weights = solve(matrix, wanted, held);
    const beyond = weights.map((weight) => Math.max(bounds.least - weight, weight - bounds.most));
    const farthest = beyond.reduce((most, by, at) => (by > beyond[most]! ? at : most), 0);
    if (held.has(farthest) || !(beyond[farthest]! > 0)) return [...weights, 1];
    held.set(farthest, Math.min(bounds.most, Math.max(bounds.least, weights[farthest]!)));
  }
}

const matrixRowSum = (matrix: readonly number[], row: number): number =>
  matrix.slice(row * learnt, (row + 1) * learnt).reduce((sum, value) => sum + value, 0);

/** Gauss's elimination; what is held is known. The matrix is positive definite, so that no pivot is zero. */
function solve(matrix: readonly number[], wanted: readonly number[], held: ReadonlyMap<number, number>): number[] {
  const free = wanted.flatMap((_, at) => (held.has(at) ? [] : [at]));
  const rows = free.map((row) => {
    const known = [...held].reduce((sum, [at, weight]) => sum + matrix[row * learnt + at]! * weight, 0);
    return [...free.map((at) => matrix[row * learnt + at]!), wanted[row]! - known];
  });
  for (const [pivot, own] of rows.entries()) {
    for (const other of rows.slice(pivot + 1)) {
      const factor = other[pivot]! / own[pivot]!;
      for (let at = pivot; at < own.length; at += 1) other[at]! -= factor * own[at]!;
    }
  }
  const weights = wanted.map((_, at) => held.get(at) ?? 0);
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const own = rows[row]!;
    const known = free.reduce((sum, at, column) => (column > row ? sum + own[column]! * weights[at]! : sum), 0);
    weights[free[row]!] = (own.at(-1)! - known) / own[row]!;
  }
  return weights;
}

/** As it is stored: the products, then the half of the squares that says it all, to six digits. */
export function packFit({ squares, products }: Fit): number[] {
  const half = squares.filter((_, at) => at % learnt <= rowOf(at));
  return [...products, ...half].map((value) => Number(value.toPrecision(6)));
}

/** Null for what no version of this stored. */
export function unpackFit(packed: readonly number[]): Fit | null {
  if (packed.length !== learnt + (learnt * (learnt + 1)) / 2 || !packed.every(Number.isFinite)) return null;
  const half = packed.slice(learnt);
  const squares = precision.map((_, at) => {
    const [row, column] = [Math.max(rowOf(at), at % learnt), Math.min(rowOf(at), at % learnt)];
    return half[(row * (row + 1)) / 2 + column]!;
  });
  return { squares, products: packed.slice(0, learnt) };
}
