import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf, kinds, sumCounts, type Count, type CountKind } from './count.ts';
import { learnFit, learntRatio, nothingLearnt, packFit, unpackFit, weigh, weightsOf, type Fit } from './fit-weights.ts';

const count = (of: Partial<Record<CountKind, number>>): Count => kinds.map((kind) => of[kind] ?? 0);
const weightOf = (fit: Fit, kind: CountKind): number => weightsOf(fit)[kinds.indexOf(kind)]!;

test('nothing is known at first, and one factor from before kinds were told apart', () => {
  for (const weight of weightsOf(nothingLearnt)) expect(weight).toBeCloseTo(1, 6);
  for (const kind of ['words', 'han', 'around'] as const) expect(weightOf(learntRatio(1.4), kind)).toBeCloseTo(1.4, 1);
});

test('one answer teaches what kinds have in common, several what each is', () => {
  const first = learnFit(nothingLearnt, count({ words: 500, around: 8 }), 700);
  expect(weigh(weightsOf(first), count({ words: 500, around: 8 }))).toBeCloseTo(700, -1);
  expect(weightOf(first, 'han')).toBeGreaterThan(1.1);
  let fit = nothingLearnt;
  for (const [words, han] of [
    [500, 100],
    [100, 500],
    [300, 300],
  ] as const)
    fit = learnFit(fit, count({ words, han }), words * 0.9 + han * 2.1);
  expect(weightOf(fit, 'words')).toBeCloseTo(0.9, 1);
  expect(weightOf(fit, 'han')).toBeCloseTo(2.1, 1);
});

test('a provider that counts otherwise from now on is followed, and what is counted by rule teaches nothing', () => {
  let fit = nothingLearnt;
  for (let turn = 0; turn < 200; turn += 1) fit = learnFit(fit, count({ words: 1_000, ruled: 5_000 }), 6_000);
  expect(weightOf(fit, 'words')).toBeCloseTo(1, 2);
  for (let turn = 0; turn < 60; turn += 1) fit = learnFit(fit, countOf('words', 1_000), 1_300);
  expect(weightOf(fit, 'words')).toBeCloseTo(1.3, 1);
  expect(weightOf(fit, 'ruled')).toBe(1);
});

test('whatever is reported, weights stay within their bounds', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: kinds.length, maxLength: kinds.length });
  const answers = fc.array(fc.tuple(counts, fc.double({ min: 0.4, max: 5, noNaN: true })), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(answers, (all) => {
      let fit = nothingLearnt;
      for (const [made, ratio] of all) fit = learnFit(fit, made, sumCounts([made]).reduce((sum, each) => sum + each, 0) * ratio);
      for (const weight of weightsOf(fit)) {
        expect(weight).toBeGreaterThanOrEqual(0.2);
        expect(weight).toBeLessThanOrEqual(12);
      }
    }),
    { numRuns: 100, endOnFailure: true },
  );
});

test('it is stored and read again the same but for the last digits, and what is no fit is none', () => {
  const once = learnFit(nothingLearnt, count({ words: 900, han: 50, around: 8 }), 1_400);
  const fit = learnFit(once, count({ marks: 70, other: 900 }), 2_000);
  const read = unpackFit(JSON.parse(JSON.stringify(packFit(fit))) as number[])!;
  for (const [at, weight] of weightsOf(fit).entries()) expect(weightsOf(read)[at]).toBeCloseTo(weight, 2);
  expect(unpackFit([])).toBeNull();
  expect(unpackFit([...packFit(fit).slice(1), Number.NaN])).toBeNull();
});
