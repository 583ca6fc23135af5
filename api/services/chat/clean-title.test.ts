import { expect, test } from 'vitest';
import { cleanTitle } from './clean-title.ts';

test.each([
  ['"Baking bread at home"', 'Baking bread at home'],
  ['**Baking bread**\n\nIt is about bread.', 'Baking bread'],
  ['# Title: Baking `bread`.', 'Baking bread'],
  ['\n\n«Brot backen»', 'Brot backen'],
  ['<think>What is it about?</think>\nBread', 'Bread'],
  ['<think>never ends', ''],
  ['<thinking>Hm</thinking><reasoning>So?</reasoning>Bread', 'Bread'],
  ['The beginning was eaten, then </think>\n\nBread', 'Bread'],
  ['```\nBread\n```', 'Bread'],
  ['**Title:** Bread', 'Bread'],
  ['   \n\t', ''],
  ['面包的做法。', '面包的做法。'],
  ['{"topic": "Bread"}', ''],
  ['["Bread"]', ''],
  ['[Draft] Letter to the baker', '[Draft] Letter to the baker'],
  ['<html><body>502</body></html>', ''],
  ['<div> or <span>?', '<div> or <span>?'],
  ["I'm sorry, but I can’t help with that.", ''],
  ['I cannot assist with this request.', ''],
  ['Unfortunately, I am unable to provide a title', ''],
  ["I can't sleep at night", "I can't sleep at night"],
  ['Sorry for the delay: a letter', 'Sorry for the delay: a letter'],
  [`Bread ${'is made '.repeat(40)}`, ''],
  ['a\u0000b\u001b[31mc', 'a b [31mc'],
])('makes of %j the title %j', (text, title) => {
  expect(cleanTitle(text)).toBe(title);
});

test('cuts a title at 60 characters, never inside one', () => {
  const title = cleanTitle('😀'.repeat(200));
  expect(Array.from(title)).toHaveLength(60);
  expect(title.endsWith('😀…')).toBe(true);
});
