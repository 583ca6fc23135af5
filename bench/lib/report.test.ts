import { expect, test } from 'vitest';
import { formatTable, measured, noise, notRun } from './report.ts';

test('says how far a value is from its goal, whichever way is better', () => {
  expect(measured({ metric: 'start', value: 250, goal: 500 })).toMatchObject({ value: '250 ms', goal: '≤ 500 ms', ratio: 0.5 });
  expect(measured({ metric: 'streams', value: 500, goal: 1_000, unit: '', more: true })).toMatchObject({
    value: '500',
    goal: '≥ 1,000',
    ratio: 2,
  });
  expect(measured({ metric: 'x', value: Number.NaN, goal: 1 })).toMatchObject({ value: 'none', number: null, ratio: null });
});

test('what did not run wins nothing', () => {
  expect(formatTable([notRun('paint', 'no Chromium')])).toMatch(/^ {3}paint +NOT RUN .*no Chromium$/m);
});

test('marks what was measured on a busy machine', () => {
  expect(noise(0.02)).toBe('');
  expect(noise(1.5)).toBe('NOISY: others used 1.50 of a core');
});
