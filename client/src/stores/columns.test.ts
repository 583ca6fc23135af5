import { expect, test } from 'vitest';
import { inPlace } from './columns.ts';

test('an answer that was asked for again stands in the place of the one it replaces, also the second time', () => {
  expect(inPlace(['a', 'b', 'c', 'd'], { a: 'd' })).toEqual(['d', 'b', 'c']);
  expect(inPlace(['a', 'b', 'd', 'e'], { a: 'd', d: 'e' })).toEqual(['e', 'b']);
});

test('what is not there yet replaces nothing, and without replacements nothing moves', () => {
  expect(inPlace(['a', 'b'], { a: 'd' })).toEqual(['a', 'b']);
  expect(inPlace(['a', 'b'], {})).toEqual(['a', 'b']);
  expect(inPlace(['d', 'b'], { gone: 'd' })).toEqual(['d', 'b']);
});
