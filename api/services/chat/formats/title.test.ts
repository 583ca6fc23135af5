import { uuidv7 } from '@parley/chat-core';
import type { FakeScript } from '@parley/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChatInFormats, formats, type ChatInFormats, type Format } from '../__fixtures__/chat-in-formats.ts';

let here: ChatInFormats;
beforeAll(async () => {
  here = await createChatInFormats({ modelTitles: true });
});
afterAll(() => here[Symbol.asyncDispose]());

const question = 'How is bread made at home?';
const long = `Bread ${'is made of flour and water and salt and time '.repeat(220)}`;

/** What a model answers when it is asked for a title, and the title that comes of it; undefined: the question's own. */
const answers: readonly (readonly [what: string, script: FakeScript, title: string | undefined])[] = [
  ['a title', { text: '"Baking Bread at Home."' }, 'Baking Bread at Home'],
  ['thoughts of their own', { reasoning: 'The user asks about bread.', text: 'Baking Bread' }, 'Baking Bread'],
  ['thoughts among the words', { text: '<think>About bread, then.</think>\n\n**Baking Bread**' }, 'Baking Bread'],
  ['a form nobody asked for', { text: '```json\n{"title": "Baking Bread"}\n```' }, 'Baking Bread'],
  ['a title and a sermon', { text: `Title: Baking Bread\n\n${long}` }, 'Baking Bread'],
  [
    'a title that is too long',
    { text: 'A complete and patient beginner’s guide to baking bread in an ordinary oven' },
    'A complete and patient beginner’s guide to baking bread in…',
  ],
  ['nothing', { text: '' }, undefined],
  ['thoughts alone', { reasoning: 20, text: '' }, undefined],
  ['thoughts that never end', { text: '<think>About bread, or is it' }, undefined],
  ['a form without a title', { text: '{"name": "Baking Bread", "tags": ["bread"]}' }, undefined],
  ['half a form', { text: '{"title": "Baking Br' }, undefined],
  ['a list', { text: '["Baking Bread", "Bread at Home"]' }, undefined],
  ['a refusal', { text: "I'm sorry, but I can't help with that." }, undefined],
  ['an apology of a machine', { text: 'As an AI language model, I cannot name conversations.' }, undefined],
  ['ten kilobytes', { text: long }, undefined],
  ['markup', { text: '<!DOCTYPE html><html><body>502</body></html>' }, undefined],
  ['an error', { status: 500 }, undefined],
  ['an error in the middle', { text: 'Baking Bread', error: 'overloaded', errorAt: 1 }, undefined],
  ['a web page', { html: true }, undefined],
  ['silence that is cut', { text: 'Baking Bread', cutAt: 1 }, undefined],
];

async function titleAfter(format: Format, script: FakeScript): Promise<{ title: string; source: string; answer: object }> {
  const { world, ada } = here;
  const model = here.model(format);
  const conversationId = uuidv7();
  here.play({ text: 'With flour.' });
  const saying = here.say(conversationId, null, question, { model });
  await here.reached(model, 1);
  here.play(script);
  const { answerId } = await saying;
  // Asked behind the answer, once: what fails is not asked again.
  await here.reached(model, 2);
  await expect.poll(() => world.chat.stats().background, { interval: 2 }).toBe(0);
  expect(here.sent(model)).toHaveLength(2);
  const { title, titleSource } = await world.conversations.get(ada, conversationId);
  const { status, error, parts } = await world.message(ada, conversationId, answerId);
  return { title, source: titleSource, answer: { status, error, kinds: parts.map(({ type }) => type) } };
}

describe.each(formats)('%s', (format) => {
  test.each(answers)('a model asked for a title that answers with %s leaves a title, and no trace', async (_what, script, title) => {
    expect(await titleAfter(format, script)).toEqual({
      title: title ?? question,
      source: title === undefined ? 'local' : 'model',
      answer: { status: 'done', error: null, kinds: ['text'] },
    });
    expect(Array.from(title ?? '').length).toBeLessThanOrEqual(60);
  });
});
