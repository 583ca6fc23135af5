import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';

test.each([
  [0, '0 kB'],
  [1, '0.1 kB'],
  [74, '0.1 kB'],
  [1_024, '1 kB'],
  [5_300, '5.2 kB'],
  [1_048_575, '1,024 kB'],
  [1_048_576, '1 MB'],
  [20_971_520, '20 MB'],
  [3 * 1_024 ** 3, '3 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});
