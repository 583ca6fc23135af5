import { expect, test } from 'vitest';
import type { UserRow } from '../ports/users.ts';
import { walkUsers } from './walk-users.ts';

const users = Array.from({ length: 1_201 }, (_, index): UserRow => {
  const id = String(index).padStart(5, '0');
  return { id, email: `${id}@example.org`, name: 'Ada', role: 'member', createdAt: 1, passwordHash: 'x', terms: null };
});
const pages: string[] = [];
const readPage = async (after: string, length: number): Promise<UserRow[]> => {
  pages.push(after);
  return users.filter(({ id }) => id > after).slice(0, length);
};

test('passes nobody over between pages, and reads no more of them than it needs', async () => {
  expect(await walkUsers({ text: '01200@', limit: 5 }, readPage)).toEqual([users[1_200]]);
  expect(await walkUsers({ text: 'ada', limit: 2_000 }, readPage)).toEqual(users);
  pages.length = 0;
  expect(await walkUsers({ text: 'ada', limit: 500 }, readPage)).toHaveLength(500);
  expect(pages).toEqual(['']);
  expect(await walkUsers({ text: 'ada', role: 'administrator', limit: 5 }, readPage)).toEqual([]);
});
