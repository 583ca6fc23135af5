import { expect, test } from 'vitest';
import { readTitleForm, titleCall } from './title-call.ts';

const textOf = (titles: Parameters<typeof titleCall>[1]['titles'], question = 'How?', answer = 'So.'): string => {
  const [part] = titleCall('m', titles ? { titles } : {}, question, answer).messages[0]!.parts;
  return part && 'text' in part ? String(part['text']) : '';
};

test('asks in Parley’s own words, or in the operator’s', () => {
  expect(textOf(undefined)).toBe('Name the conversation that begins so.\n\nQuestion:\nHow?\n\nAnswer:\nSo.');
  expect(textOf({ prompt: 'An emoji and a title:\n{convo}' })).toBe('An emoji and a title:\nQuestion:\nHow?\n\nAnswer:\nSo.');
  expect(textOf({ prompt: 'Name it.', template: 'User: {input}\nAI: {output}' })).toBe('Name it.\n\nUser: How?\nAI: So.');
  expect(titleCall('m', {}, 'a', 'b').instructions).toBeDefined();
  expect(titleCall('m', { titles: { prompt: 'x' } }, 'a', 'b').instructions).toBeUndefined();
});

test('before there is an answer it asks by the question alone', () => {
  const of = (titles: object): unknown => titleCall('m', { titles }, 'How?', null).messages[0]!.parts[0];
  expect(of({})).toMatchObject({ text: 'Name the conversation that begins so.\n\nQuestion:\nHow?' });
  expect(of({ prompt: 'Name it.', template: 'User: {input}\nAI: {output}' })).toMatchObject({ text: 'Name it.\n\nUser: How?\nAI: ' });
});

test('what people write is never read as a place', () => {
  expect(textOf({ prompt: '{convo}' }, '{output} $& {convo}', 'secret')).toBe('Question:\n{output} $& {convo}\n\nAnswer:\nsecret');
});

test('asks for a form where that is wanted, and reads one, or plain words', () => {
  expect(titleCall('m', { titles: { structured: true } }, 'a', 'b').responseFormat).toMatchObject({ type: 'json_schema', name: 'title' });
  expect(titleCall('m', {}, 'a', 'b').responseFormat).toBeUndefined();
  expect(readTitleForm('```json\n{"title": "Bread {at home}"}\n```')).toBe('Bread {at home}');
  for (const plain of ['Bread', '{"title": 3}', '{broken', 'Sets like {1, 2}']) expect(readTitleForm(plain)).toBe(plain);
});
