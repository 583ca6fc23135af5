import { expect, test } from 'vitest';
import { requestId } from './request-id.ts';

function next(): string {
  let id = '';
  const response = { setHeader: (_name: string, value: string) => void (id = value) };
  requestId({} as never, response as never, () => undefined);
  return id;
}

test('ids are short, fit for a header, and never come twice', () => {
  const ids = Array.from({ length: 5_000 }, next);
  for (const id of ids) expect(id).toMatch(/^[\w-]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
});
