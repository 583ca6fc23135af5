import { expect, test } from 'vitest';
import { median, quantile, searchLimit, slope } from './stats.ts';

test('quantiles are values that occurred, by nearest rank', () => {
  const values = [5, 1, 4, 2, 3];
  expect([quantile(values, 0), median(values), quantile(values, 0.99), quantile(values, 1)]).toEqual([1, 3, 5, 5]);
  expect(quantile([], 0.5)).toBeNaN();
});

test('the slope of a line is found, and none of a point', () => {
  expect(
    slope([
      [0, 1],
      [10, 21],
      [20, 41],
    ]),
  ).toBeCloseTo(2);
  expect(slope([[1, 1]])).toBeNaN();
  expect(slope([])).toBeNaN();
});

test('finds the largest number that holds by doubling, then halving', async () => {
  const tried: number[] = [];
  const upTo = (limit: number) => async (value: number) => {
    tried.push(value);
    return value <= limit;
  };
  const options = { start: 100, limit: 3_200, bisections: 3, step: 50 };
  expect(await searchLimit(upTo(1_130), options)).toEqual({ best: 1_100, failed: 1_200 });
  expect(tried).toEqual([100, 200, 400, 800, 1_600, 1_200, 1_000, 1_100]);
  expect(await searchLimit(upTo(50), { ...options, bisections: 0 })).toEqual({ best: 0, failed: 100 });
  expect(await searchLimit(upTo(99_999), options)).toEqual({ best: 3_200, failed: null });
});
