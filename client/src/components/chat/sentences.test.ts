import { expect, test } from 'vitest';
import { speakable, takeSentences } from './sentences.ts';

test('takes whole sentences and leaves the one being written', () => {
  expect(takeSentences('One. Two! Thr', 0)).toEqual({ said: 'One. Two!', next: 9 });
  expect(takeSentences('One. Two! Three. ', 9).said).toBe('Three.');
  expect(takeSentences('これは文です。次の', 0).said).toBe('これは文です。');
  expect(takeSentences('Version 1.5 is', 0).said).toBe('');
});

test('reads without the marks', () => {
  expect(speakable('## A **bold** [link](https://example.org)\n- `code`\n```js\nx\n```')).toBe('A bold link code x');
});
