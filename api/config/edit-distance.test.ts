import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';

test.each([
  ['PORT', 'PORT', 0],
  ['PROT', 'PORT', 1],
  ['OPENAI_API_KEY', 'OPENAI_APIKEY', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('%s and %s are %i edits apart', (a, b, edits) => {
  expect([editDistance(a, b), editDistance(b, a)]).toEqual([edits, edits]);
});

test('gives up beyond what is asked for, and never before', () => {
  for (const most of [0, 1, 2, 3, 4])
    for (const [a, b] of [
      ['kitten', 'sitting'],
      ['abcdef', 'badcfe'],
      ['MONGO_URI', 'REDIS_URI'],
      ['abcd', 'abcdefgh'],
    ] as const) {
      const edits = editDistance(a, b);
      const found = editDistance(a, b, most);
      if (edits <= most) expect(found).toBe(edits);
      else expect(found).toBeGreaterThan(most);
    }
});
