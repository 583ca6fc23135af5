import type { UsageReportRow } from '@parley/contracts';
import { expect, test } from 'vitest';
import { cachedPercent, daysOf, monthBeside, sumBy, toCsv } from './usage-sums.ts';

const row = (more: Partial<UsageReportRow> = {}): UsageReportRow => ({
  day: '2026-11-29',
  kind: 'answer',
  endpoint: 'openAI',
  model: 'gpt-4o',
  calls: 1,
  inputTokens: 10,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 5,
  reasoningTokens: 0,
  nanodollars: 100,
  unpriced: 0,
  estimated: 0,
  ...more,
});

test('sums by a name, the dearest first', () => {
  const rows = [row(), row({ model: 'b', nanodollars: 150 }), row({ calls: 2 })];
  expect(sumBy(rows, ({ model }) => model).map(({ name, calls, nanodollars }) => [name, calls, nanodollars])).toEqual([
    ['gpt-4o', 3, 200],
    ['b', 1, 150],
  ]);
});

test('what came from the cache, in percent of what was sent', () => {
  const [sum] = sumBy([row({ cachedInputTokens: 6 }), row({ cachedInputTokens: 0 })], ({ model }) => model);
  expect(sum).toMatchObject({ inputTokens: 20, cachedInputTokens: 6 });
  expect(cachedPercent(sum!)).toBe(30);
  expect(cachedPercent({ inputTokens: 20, cachedInputTokens: 0 })).toBeNull();
});

test('knows every day of a month, and the months beside it', () => {
  expect(daysOf('2024-02')).toHaveLength(29);
  expect(daysOf('2026-11').at(-1)).toBe('2026-11-30');
  expect(monthBeside('2026-01', -1)).toBe('2025-12');
  expect(monthBeside('2026-12', 1)).toBe('2027-01');
});

test('a file for spreadsheets holds no formula, and no money where the price is unknown', () => {
  const [head, first, second] = toCsv([
    row({ model: '=cmd()"x"', nanodollars: 1_500_000_000 }),
    row({ unpriced: 1, nanodollars: 0 }),
  ]).split('\r\n');
  expect(head).toMatch(/^day,name,endpoint,model/);
  expect(first).toBe(`2026-11-29,,openAI,"'=cmd()""x""",answer,1,10,0,0,5,0,1.5,0,0`);
  expect(second).toContain(',0,,1,0');
});
