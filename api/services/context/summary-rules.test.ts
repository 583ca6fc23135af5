import { expect, test } from 'vitest';
import { rulesFor, writerOf } from './summary-rules.ts';

const ref = { endpoint: 'chat', id: 'm' };
const all = { enabled: true, by: { endpoint: 'other', id: 'small' }, prompt: 'Shorten.' };

test('what is said of an endpoint comes before what is said of all', () => {
  expect(rulesFor(all, {})).toEqual(all);
  expect(rulesFor(all, { summaries: { enabled: false } })).toEqual({ ...all, enabled: false });
  expect(rulesFor({ enabled: false }, { summaries: { enabled: true, model: 'x' } })).toEqual({ enabled: true, by: { id: 'x' } });
  expect(rulesFor(all, { summaries: { model: null } })).toEqual({ enabled: true, prompt: 'Shorten.' });
});

test('a summary is written by the model of the chat unless another is named, of its endpoint or of another', () => {
  expect(writerOf({ enabled: true }, ref)).toEqual(ref);
  expect(writerOf({ enabled: true, by: { id: 'small' } }, ref)).toEqual({ endpoint: 'chat', id: 'small' });
  expect(writerOf(all, ref)).toEqual({ endpoint: 'other', id: 'small' });
});
