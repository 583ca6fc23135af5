import { expect, test } from 'vitest';
import { dateGroupOf } from './group-by-date.ts';

const at = (text: string): number => new Date(text).getTime();
const now = at('2026-11-24T12:00');

test('a day begins at midnight on this device', () => {
  expect(dateGroupOf(at('2026-11-24T00:00'), now)).toBe('today');
  expect(dateGroupOf(at('2026-11-23T23:59:59.999'), now)).toBe('yesterday');
  expect(dateGroupOf(at('2026-11-23T00:00'), now)).toBe('yesterday');
});

test('what is older stands under a week, a month, then under its own month', () => {
  expect(dateGroupOf(at('2026-11-22T23:00'), now)).toBe('week');
  expect(dateGroupOf(at('2026-11-17T00:00'), now)).toBe('week');
  expect(dateGroupOf(at('2026-11-16T23:00'), now)).toBe('month');
  expect(dateGroupOf(at('2026-10-25T00:00'), now)).toBe('month');
  expect(dateGroupOf(at('2026-10-24T23:00'), now)).toBe('2026-10');
  expect(dateGroupOf(at('2025-12-31T23:00'), now)).toBe('2025-12');
});

test('what lies ahead, by a clock that is off, is of today', () => {
  expect(dateGroupOf(at('2026-11-25T09:00'), now)).toBe('today');
});

test('days around a change of the clock are counted as days', () => {
  const sunday = at('2026-10-25T12:00');
  expect(dateGroupOf(at('2026-10-24T00:30'), sunday)).toBe('yesterday');
  expect(dateGroupOf(at('2026-10-18T00:30'), sunday)).toBe('week');
});
