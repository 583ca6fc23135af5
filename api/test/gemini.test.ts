import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidv7 } from '@parley/chat-core';
import type { Endpoint, Message } from '@parley/contracts';
import { fakePrompt, fakeReasoning, fakeText, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor } from './world.ts';

let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let tokensAsked = 0;
const tokenServer = createServer((message, response) => {
  message.resume().once('end', () => {
    tokensAsked += 1;
    response.end(JSON.stringify({ access_token: `token-${tokensAsked}`, expires_in: 3_600 }));
  });
});

beforeAll(async () => {
  fake = await startFakeProvider();
  tokenServer.listen(0, '127.0.0.1');
  await once(tokenServer, 'listening');
});
afterAll(async () => {
  tokenServer.closeAllConnections();
  tokenServer.close();
  await fake.close();
});

async function ask(
  visitor: Visitor,
  conversationId: string,
  parentId: string | null,
  text: string,
  settings: object = {},
): Promise<Message> {
  const answerId = uuidv7();
  const body = {
    kind: 'send',
    turnId: uuidv7(),
    answerId,
    userMessageId: uuidv7(),
    parentId,
    model: { endpoint: 'google', id: 'gemini-2.5-flash' },
    parts: [{ type: 'text', text }],
    settings,
    ...(parentId === null ? { create: {} } : {}),
  };
  const begun = await visitor.call('POST', `/api/conversations/${conversationId}/turns`, { body });
  expect(begun.status, JSON.stringify(begun.body)).toBe(201);
  let answer: Message | undefined;
  await expect
    .poll(
      async () => {
        answer = (await visitor.call('GET', `/api/conversations/${conversationId}/messages/${answerId}`)).body as Message;
        return answer.status;
      },
      { timeout: 15_000 },
    )
    .toBe('done');
  return answer!;
}

test('Gemini answers, thinks, and gets its signature back with the next turn', async () => {
  await using here = await world({
    env: { GOOGLE_KEY: 'k', GOOGLE_REVERSE_PROXY: fake.url, GOOGLE_SAFETY_HARASSMENT: 'BLOCK_NONE', TITLE_CONVO: 'false' },
  });
  const anna = await here.signUp();
  const listed = (await anna.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] };
  expect(listed.endpoints.find(({ id }) => id === 'google')?.models[0]).toMatchObject({ id: 'fake-large', contextTokens: 1_048_576 });

  const conversationId = uuidv7();
  const first = await ask(anna, conversationId, null, fakePrompt({ reasoning: 3, tokens: 2 }));
  expect(first.parts.slice(0, 2)).toMatchObject([
    { type: 'reasoning', text: fakeReasoning(3) },
    { type: 'text', text: fakeText(2) },
  ]);
  await ask(anna, conversationId, first.id, fakePrompt({ tokens: 1 }, 'And now?'), { webSearch: true, temperature: 0.5 });
  expect(fake.requests.at(-1)?.body).toMatchObject({
    tools: [{ googleSearch: {} }, { urlContext: {} }],
    generationConfig: { temperature: 0.5, thinkingConfig: { includeThoughts: true } },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
    contents: [
      { role: 'user' },
      { role: 'model', parts: [{ text: fakeText(2), thoughtSignature: expect.stringMatching(/./) }] },
      { role: 'user' },
    ],
  });
});

test('Gemini on Vertex answers by the token of a service account, which is asked for once', async () => {
  const { port } = tokenServer.address() as AddressInfo;
  const key = {
    project_id: 'p-1',
    client_email: 'a@p-1',
    private_key: generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    token_uri: `http://127.0.0.1:${port}/token`,
  };
  await using here = await world({
    env: {
      GOOGLE_SERVICE_KEY: JSON.stringify(key),
      GOOGLE_REVERSE_PROXY: fake.url,
      GOOGLE_MODELS: 'gemini-2.5-flash',
      TITLE_CONVO: 'false',
    },
  });
  const anna = await here.signUp();
  const conversationId = uuidv7();
  const first = await ask(anna, conversationId, null, fakePrompt({ tokens: 2 }));
  await ask(anna, conversationId, first.id, fakePrompt({ tokens: 1 }));
  expect(tokensAsked).toBe(1);
  expect(fake.requests.at(-1)).toMatchObject({
    path: '/v1/projects/p-1/locations/us-central1/publishers/google/models/gemini-2.5-flash:streamGenerateContent',
    headers: { authorization: 'Bearer token-1' },
  });
});
