import { uuidv7 } from '@parley/chat-core';
import type { Endpoint, Message } from '@parley/contracts';
import { fakePrompt, fakeReasoning, fakeText, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from './world.ts';

let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
let anna: Visitor;

beforeAll(async () => {
  fake = await startFakeProvider({ models: ['maker.model-v1:0'] });
  here = await world({
    env: {
      BEDROCK_AWS_DEFAULT_REGION: 'eu-central-1',
      BEDROCK_BASE_URL: fake.url,
      BEDROCK_AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      BEDROCK_AWS_SECRET_ACCESS_KEY: 'a-secret-of-aws',
      TITLE_CONVO: 'false',
    },
  });
  anna = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
});

async function ask(conversationId: string, parentId: string | null, text: string): Promise<Message> {
  const answerId = uuidv7();
  const body = {
    kind: 'send',
    turnId: uuidv7(),
    answerId,
    userMessageId: uuidv7(),
    parentId,
    model: { endpoint: 'bedrock', id: 'maker.model-v1:0' },
    parts: [{ type: 'text', text }],
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
    .toMatch(/done|failed/);
  return answer!;
}

test('lists the models of the account, and says neither a key nor an address', async () => {
  const { endpoints } = (await anna.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] };
  const bedrock = endpoints.find(({ id }) => id === 'bedrock');
  expect(bedrock).toMatchObject({ name: 'AWS Bedrock', key: 'not-needed', failure: null });
  expect(bedrock?.models.map(({ id }) => id)).toEqual(['maker.model-v1:0']);
  for (const secret of ['AKIDEXAMPLE', 'a-secret-of-aws', new URL(fake.url).host]) expect(JSON.stringify(endpoints)).not.toContain(secret);
});

test('answers over signed requests, and gives signed reasoning back with the next turn', async () => {
  const conversationId = uuidv7();
  const first = await ask(conversationId, null, fakePrompt({ reasoning: 3, tokens: 2 }));
  expect(first).toMatchObject({
    status: 'done',
    parts: [
      { type: 'reasoning', text: fakeReasoning(3) },
      { type: 'text', text: fakeText(2) },
    ],
  });
  await ask(conversationId, first.id, fakePrompt({ tokens: 1 }));
  const request = fake.requests.at(-1);
  expect(request?.path).toBe('/model/maker.model-v1%3A0/converse-stream');
  expect(request?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/bedrock\/aws4_request/);
  expect(request?.body['messages']).toMatchObject([
    { role: 'user' },
    {
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: fakeReasoning(3), signature: expect.stringMatching(/^signed-fake/) as unknown } } },
        { text: fakeText(2) },
      ],
    },
    { role: 'user' },
  ]);
});

test('what fails in the middle keeps its words and says why', async () => {
  const answer = await ask(uuidv7(), null, fakePrompt({ tokens: 9, error: 'auth', errorAt: 4 }));
  expect(answer).toMatchObject({ status: 'failed', error: { code: 'provider.key-refused' }, parts: [{ type: 'text', text: fakeText(4) }] });
});
