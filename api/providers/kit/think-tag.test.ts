import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createThinkTag } from './think-tag.ts';

function split(pieces: readonly string[]): { reasoning: string; text: string } {
  const said = { reasoning: '', text: '' };
  const tag = createThinkTag({ text: (delta) => (said.text += delta), reasoning: (delta) => (said.reasoning += delta) });
  for (const piece of pieces) tag.push(piece);
  tag.flush();
  return said;
}

test.each([
  ['a line of its own', '<think>\nHm, 2 < 3.\n</think>\n\nYes', 'Hm, 2 < 3.', 'Yes'],
  ['white space before', '\n <think>Hm</think>Yes', 'Hm', 'Yes'],
  ['a capital after a space', '<think> Okay</think> Yes', 'Okay', 'Yes'],
  ['another script', '<think> 好的</think>是', '好的', '是'],
  ['nothing thought', '<think>\n\n</think>\n\nYes', '', 'Yes'],
  ['nothing said', '<think>\nHm\n</think>\n\n', 'Hm', ''],
  ['a thought cut off', '<think>\nHm, so </thi', 'Hm, so </thi', ''],
  ['paragraphs of thought', '<think>\na\n\nb\n</think>\n\nc\n\nd\n', 'a\n\nb', 'c\n\nd\n'],
  ['an opening alone', '<think>', '', ''],
  ['no tag', 'Yes', '', 'Yes'],
  ['white space alone', ' \n', '', ' \n'],
  ['the tag later', 'Models write <think>x</think> first.', '', 'Models write <think>x</think> first.'],
  ['the tag in code at the beginning', '`<think>` opens, `</think>` closes.', '', '`<think>` opens, `</think>` closes.'],
  ['a sentence about the tag', '<think> is a tag, </think> ends it.', '', '<think> is a tag, </think> ends it.'],
  ['two tags in a sentence', '<think> </think> are tags.', '', '<think> </think> are tags.'],
  ['a mark after the tag', '<think>, they say', '', '<think>, they say'],
  ['another tag', '<thinker>x</thinker>', '', '<thinker>x</thinker>'],
  ['a tag after the thought', '<think>a</think>b <think>c</think>', 'a', 'b <think>c</think>'],
  ['half a tag', '<thi', '', '<thi'],
  ['white space before the thought', '<think>\n <', '<', ''],
])('sorts %s, cut anywhere', (_name, answer, reasoning, text) => {
  expect(split([answer])).toEqual({ reasoning, text });
  expect(split(answer.split(''))).toEqual({ reasoning, text });
  for (let at = 1; at < answer.length; at += 1) {
    expect(split([answer.slice(0, at), answer.slice(at)]), `cut at ${at}`).toEqual({ reasoning, text });
  }
});

test('says the same of any answer in any pieces, and loses nothing that has no tag', () => {
  const piece = fc.constantFrom('<', 'think', '>', '</think>', '<think>', '\n', ' ', 'a', 'B', '`', '.');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const whole = pieces.join('');
      const once = split([whole]);
      expect(split(pieces)).toEqual(once);
      expect(split(whole.split(''))).toEqual(once);
      if (!whole.trimStart().startsWith('<think>')) expect(once).toEqual({ reasoning: '', text: whole });
    }),
    { numRuns: 2_000 },
  );
});
