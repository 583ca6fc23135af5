import { expect, test } from 'vitest';
import { median, quantile, slope } from './stats.ts';

test('quantiles are values that occurred, by nearest rank', () => {
  const values = [5, 1, 4, 2, 3];
  expect([quantile(values, 0), median(values), quantile(values, 0.99), quantile(values, 1)]).toEqual([1, 3, 5, 5]);
  expect(quantile([], 0.5)).toBeNaN();
});

test('the slope of a line is found', () => {
  expect(
    slope([
      [0, 1],
      [10, 21],
      [20, 41],
    ]),
  ).toBeCloseTo(2);
});
