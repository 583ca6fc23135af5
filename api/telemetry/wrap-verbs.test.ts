import { expect, test } from 'vitest';
import { wrapVerbs } from './wrap-verbs.ts';

const watched = () => {
  const seen: string[] = [];
  const store = {
    description: 'a store',
    read: async (id: string) => `read ${id}`,
    refuse: async () => Promise.reject(new Error('refused')),
    count: () => 3,
    fail: (): number => {
      throw new Error('failed');
    },
    [Symbol.asyncDispose]: async () => void seen.push('disposed'),
  };
  const wrapped = wrapVerbs(
    store,
    (verb) => (error) => void seen.push(error === undefined ? verb : `${verb}: ${(error as Error).message}`),
  );
  return { seen, wrapped };
};

test('methods answer as before and are seen to end, whether they promise or not', async () => {
  const { seen, wrapped } = watched();
  expect(await wrapped.read('x')).toBe('read x');
  expect(wrapped.count()).toBe(3);
  await expect(wrapped.refuse()).rejects.toThrow('refused');
  expect(() => wrapped.fail()).toThrow('failed');
  expect(seen.toSorted()).toEqual(['count', 'fail: failed', 'read', 'refuse: refused']);
});

test('what is no verb is the original', async () => {
  const { seen, wrapped } = watched();
  expect(wrapped.description).toBe('a store');
  await wrapped[Symbol.asyncDispose]();
  expect(seen).toEqual(['disposed']);
});
