import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageText, uuidv7 } from '@parley/chat-core';
import type { ContextView, Endpoint, Message, ModelSpecs } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from './world.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-specs-'));
let here: World;
beforeAll(async () => {
  const file = path.join(folder, 'librechat.yaml');
  writeFileSync(
    file,
    `version: 1.3.14
modelSpecs:
  enforce: true
  list:
    - name: thinker
      label: The thinker
      conversation_starters: [What is time?]
      preset: {endpoint: demo, model: demo-thinking, promptPrefix: Think., max_tokens: 5}
`,
  );
  here = await world({ env: { CONFIG_PATH: file } });
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const send = (visitor: Visitor, model: string) =>
  visitor.call('POST', `/api/conversations/${uuidv7()}/turns`, {
    body: {
      kind: 'send',
      turnId: uuidv7(),
      answerId: uuidv7(),
      userMessageId: uuidv7(),
      parentId: null,
      model: { endpoint: 'demo', id: model },
      parts: [{ type: 'text', text: 'Hi' }],
      create: { settings: { spec: 'thinker', instructions: 'Think.' } },
    },
  });

test('offers the specs beside the endpoints, with the settings that each model takes', async () => {
  const visitor = await here.signUp();
  const { body } = await visitor.call('GET', '/api/endpoints');
  const { specs, endpoints } = body as { specs: ModelSpecs; endpoints: Endpoint[] };
  expect(specs).toMatchObject({
    enforce: true,
    list: [
      {
        name: 'thinker',
        label: 'The thinker',
        conversationStarters: ['What is time?'],
        model: { endpoint: 'demo', id: 'demo-thinking' },
        settings: { instructions: 'Think.', maxOutputTokens: 5 },
      },
    ],
  });
  const demo = endpoints.find(({ id }) => id === 'demo');
  expect(demo?.parameterSets).toEqual([
    [expect.objectContaining({ name: 'instructions' }), expect.objectContaining({ name: 'maxOutputTokens' })],
  ]);
});

test('refuses, where specs are enforced, to ask another model, and keeps the name of the spec with the chat', async () => {
  const visitor = await here.signUp();
  const refused = await send(visitor, 'demo');
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({ error: { code: 'model.not-offered', params: { model: 'demo' } } });
  const taken = await send(visitor, 'demo-thinking');
  expect(taken.status).toBe(201);
  expect(taken.body).toMatchObject({
    conversation: { settings: { spec: 'thinker', instructions: 'Think.', model: { endpoint: 'demo', id: 'demo-thinking' } } },
  });
});

test('asks a model as its enforced spec says, whatever the request, the chat or its settings bring along', async () => {
  const visitor = await here.signUp();
  const conversationId = uuidv7();
  const model = { endpoint: 'demo', id: 'demo-thinking' };
  const loose = { instructions: 'Be loud.', maxOutputTokens: 50 };
  const turn = (parentId: string | null, more: object) =>
    visitor.call('POST', `/api/conversations/${conversationId}/turns`, {
      body: {
        kind: 'send',
        turnId: uuidv7(),
        answerId: uuidv7(),
        userMessageId: uuidv7(),
        parentId,
        model,
        parts: [{ type: 'text', text: '/demo tokens=40 rate=0' }],
        ...more,
      },
    });
  const wordsOf = async (asked: Awaited<ReturnType<typeof turn>>): Promise<number> => {
    const { answer } = asked.body as { answer: Message };
    const read = async () => (await visitor.call('GET', `/api/conversations/${conversationId}/messages/${answer.id}`)).body as Message;
    await expect.poll(async () => (await read()).status, { timeout: 10_000 }).toBe('done');
    return messageText((await read()).parts).split(/\s+/).length;
  };
  const first = await turn(null, { create: { settings: loose }, settings: loose });
  expect(await wordsOf(first)).toBe(5);
  await visitor.call('PATCH', `/api/conversations/${conversationId}`, { body: { settings: loose } });
  const { answer } = first.body as { answer: Message };
  expect(await wordsOf(await turn(answer.id, {}))).toBe(5);
  const { body } = await visitor.call('POST', `/api/conversations/${conversationId}/context`, {
    body: { parentId: answer.id, model, settings: loose },
  });
  expect((body as ContextView).items[0]).toMatchObject({ role: 'system', text: 'Think.' });
});
