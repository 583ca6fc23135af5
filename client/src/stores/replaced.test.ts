import { beforeEach, expect, test, vi } from 'vitest';

/** The page anew, with what the browser kept. */
const load = () => {
  vi.resetModules();
  return import('./replaced.ts');
};
beforeEach(() => localStorage.clear());

test('what stands in whose place is known after a reload, and to another tab', async () => {
  const [first, second] = [await load(), await load()];
  first.replaceAnswer('a', 'b');
  second.replaceAnswer('c', 'd');
  expect((await load()).useReplaced.getState().replaced).toEqual({ a: 'b', c: 'd' });
});

test('only the newest are kept', async () => {
  const { replaceAnswer, useReplaced } = await load();
  for (let index = 0; index < 60; index += 1) replaceAnswer(`old-${index}`, `new-${index}`);
  expect(Object.keys(useReplaced.getState().replaced)).toHaveLength(50);
  expect(useReplaced.getState().replaced).toMatchObject({ 'old-59': 'new-59', 'old-10': 'new-10' });
});

test.each(['{', '[1]', 'null', '{"a":1}', '"text"'])('rubbish in the browser (%s) counts as nothing', async (kept) => {
  localStorage.setItem('parley.replaced', kept);
  expect((await load()).useReplaced.getState().replaced).toEqual({});
});
