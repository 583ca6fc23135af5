import { uuidv7 } from '@parley/chat-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createChatInFormats, formats, type ChatInFormats, type Format } from '../__fixtures__/chat-in-formats.ts';
import { answerTooLong, tooLongErrors } from '../__fixtures__/too-long-errors.ts';

let here: ChatInFormats;
beforeAll(async () => {
  here = await createChatInFormats();
});
afterAll(() => here[Symbol.asyncDispose]());

/** One exchange, and a second question whose first call the provider refuses so. */
async function refuse(format: Format, status: number, body: object) {
  const { world, ada } = here;
  const model = here.model(format);
  const conversationId = uuidv7();
  here.play({ text: 'The first answer.' });
  const first = await here.say(conversationId, null, 'The first question', { model });
  here.play({ status, body: JSON.stringify(body) });
  const saying = here.say(conversationId, first.answerId, 'The second question', { model });
  await here.reached(model, 2);
  here.play({ text: 'Short and sweet.' });
  const { answerId } = await saying;
  return {
    calls: here.sent(model).slice(1),
    notes: await world.storage.readNotes(ada, conversationId),
    ...(await world.message(ada, conversationId, answerId)),
  };
}

describe.each(formats)('%s', (format) => {
  test.each(tooLongErrors[format])('a request that %s finds too long is summarised and sent once more', async (_vendor, status, body) => {
    const { calls, notes, ...answer } = await refuse(format, status, body);
    expect(answer).toMatchObject({ status: 'done', error: null });
    expect(notes).toMatchObject([{ kind: 'summary', text: 'Short and sweet.', detail: { automatic: true } }]);
    const [refused, summary, again, ...more] = calls.map((call) => JSON.stringify(call.body));
    expect(more).toEqual([]);
    expect(refused).toContain('The first answer.');
    expect(summary).toContain('The first answer.');
    expect(again).not.toContain('The first answer.');
    expect(again).toContain('Short and sweet.');
    expect(again).toContain('The second question');
  });
});

test.each(answerTooLong)('a limit of the answer folds nothing: %s', async (format, status, body) => {
  const { notes } = await refuse(format, status, body);
  expect(notes).toEqual([]);
});
