import { uuidv7 } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { fakePrompt, fakeReasoning, fakeText, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from './world.ts';

let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
let anna: Visitor;

beforeAll(async () => {
  fake = await startFakeProvider();
  here = await world({ env: { OPENAI_API: 'responses', OPENAI_API_KEY: 'k', OPENAI_BASE_URL: fake.openAiUrl, TITLE_CONVO: 'false' } });
  anna = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
});

async function ask(conversationId: string, parentId: string | null, text: string, settings: object = {}): Promise<Message> {
  const answerId = uuidv7();
  const body = {
    kind: 'send',
    turnId: uuidv7(),
    answerId,
    userMessageId: uuidv7(),
    parentId,
    model: { endpoint: 'openAI', id: 'fake-large' },
    parts: [{ type: 'text', text }],
    settings,
    ...(parentId === null ? { create: {} } : {}),
  };
  const begun = await anna.call('POST', `/api/conversations/${conversationId}/turns`, { body });
  expect(begun.status, JSON.stringify(begun.body)).toBe(201);
  let answer: Message | undefined;
  await expect
    .poll(
      async () => {
        answer = (await anna.call('GET', `/api/conversations/${conversationId}/messages/${answerId}`)).body as Message;
        return answer.status;
      },
      { timeout: 15_000 },
    )
    .toBe('done');
  return answer!;
}

test('a model that reasons gets its sealed reasoning back with the next turn, and nothing is kept at the vendor', async () => {
  const conversationId = uuidv7();
  const first = await ask(conversationId, null, fakePrompt({ reasoning: 3, tokens: 2 }));
  expect(first.parts).toMatchObject([
    { type: 'reasoning', text: fakeReasoning(3) },
    { type: 'text', text: fakeText(2) },
  ]);
  await ask(conversationId, first.id, fakePrompt({ tokens: 1 }, 'And now?'), { webSearch: true });
  const [before, after] = fake.requests.slice(-2);
  expect(before?.path).toBe('/v1/responses');
  expect(before?.body).toMatchObject({ store: false, include: ['reasoning.encrypted_content'] });
  expect(before?.body).not.toHaveProperty('tools');
  expect(after?.body).toMatchObject({
    store: false,
    tools: [{ type: 'web_search' }],
    input: [
      { role: 'user' },
      {
        type: 'reasoning',
        id: expect.stringMatching(/^rs_fake/) as unknown,
        summary: [{ type: 'summary_text', text: fakeReasoning(3) }],
        encrypted_content: expect.stringMatching(/^sealed-fake/) as unknown,
      },
      { role: 'assistant', content: fakeText(2) },
      { role: 'user' },
    ],
  });
});
