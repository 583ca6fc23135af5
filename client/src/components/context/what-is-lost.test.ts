import { expect, test } from 'vitest';
import { whatIsLost } from './what-is-lost.ts';

const file = { code: 'file.left-out', message: 'The file "a.png" is left out: x does not take images.' };
const seed = { code: 'setting.unsupported', message: 'A seed cannot be set for this model and is left out.' };
const tools = { code: 'tools.as-words', message: 'x takes no tools.' };
const view = { leftOut: [seed, file, tools, file], next: 'summary' as const };

test('on the way to another model everything is said, each thing once, and what happens to a context that is too large', () => {
  expect(whatIsLost(view, { switched: true, begun: true })).toEqual({
    sentences: [seed.message, file.message, tools.message],
    next: 'summary',
  });
});

test('with the model of the answer above only files are new', () => {
  expect(whatIsLost(view, { switched: false, begun: true })).toEqual({ sentences: [file.message], next: null });
});

test('before a chat begins its settings are new, too', () => {
  expect(whatIsLost(view, { switched: false, begun: false }).sentences).toEqual([seed.message, file.message, tools.message]);
});
