/**
 * What a text is made of, by what tokenizers treat alike: how many tokens each of these is, as they are counted here. `around` is what providers put
 * around messages and calls; `ruled` is counted by rule (files), and no provider's figure says anything about it. What the tokenizer of a model counted
 * stands under `words`.
 */
export const kinds = ['words', 'pieces', 'marks', 'han', 'hangul', 'cyrillic', 'semitic', 'other', 'around', 'ruled'] as const;

export type CountKind = (typeof kinds)[number];

/** One number for each of `kinds`, in their order. */
export type Count = readonly number[];

export const nothingCounted: Count = kinds.map(() => 0);

export const countOf = (kind: CountKind, tokens: number): Count => kinds.map((each) => (each === kind ? tokens : 0));

export function sumCounts(counts: Iterable<Count>): Count {
  const sum: number[] = kinds.map(() => 0);
  for (const count of counts) for (const [at, tokens] of count.entries()) sum[at]! += tokens;
  return sum;
}

export const addCounts = (one: Count, other: Count): Count => one.map((tokens, at) => tokens + other[at]!);

/** Tokens as they are counted here, without calibration. */
export const totalOf = (count: Count): number => count.reduce((sum, tokens) => sum + tokens, 0);
