import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPacer } from './pacer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pacer = (): ReturnType<typeof createPacer> => createPacer(() => performance.now());

test('wakes hundreds of streams in the order of their times with one timer', async () => {
  const [one, control] = [pacer(), new AbortController()];
  const woken: number[] = [];
  for (let index = 0; index < 500; index += 1) {
    const after = (index * 7) % 100;
    void one
      .pace(control.signal)
      .until(performance.now() + after)
      .then(() => woken.push(after));
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
  }
  await vi.advanceTimersByTimeAsync(110);
  expect(woken).toHaveLength(500);
  for (let index = 1; index < woken.length; index += 1) expect(woken[index]! - woken[index - 1]!).toBeGreaterThan(-5);
  expect(vi.getTimerCount()).toBe(0);
});

test('never wakes early, and at most a few milliseconds late', async () => {
  const pace = pacer().pace(new AbortController().signal);
  for (const after of [1, 3, 4, 20, 33]) {
    const due = performance.now() + after;
    let at = 0;
    const woken = pace.until(due).then(() => (at = performance.now()));
    await vi.advanceTimersByTimeAsync(50);
    await woken;
    expect(at).toBeGreaterThanOrEqual(due);
    expect(at).toBeLessThan(due + 10);
  }
});

test('wakes at once on abort, and keeps no timer for those who left', async () => {
  const [one, control] = [pacer(), new AbortController()];
  const waiting = one.pace(control.signal).until(performance.now() + 600_000);
  expect(vi.getTimerCount()).toBe(1);
  control.abort();
  await waiting;
  expect(vi.getTimerCount()).toBe(0);
  await one.pace(control.signal).until(performance.now() + 600_000);
});

test('does not sleep for what is due already', async () => {
  await pacer().pace(new AbortController().signal).until(performance.now());
  expect(vi.getTimerCount()).toBe(0);
});
