import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import type { Endpoint, Message } from '@parley/contracts';
import { startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { world, type Visitor, type World } from './world.ts';

// The file of an operator with Azure behind a gateway, against a provider that speaks as Azure does.
const sample = new URL('../config/file/__fixtures__/azure-groups-and-model-specs.yaml', import.meta.url);
const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-azure-world-'));
let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
let anna: Visitor;

beforeAll(async () => {
  fake = await startFakeProvider({ key: 'azure-key-0123456789' });
  const file = path.join(folder, 'librechat.yaml');
  writeFileSync(file, readFileSync(sample, 'utf8'));
  here = await world({
    env: {
      CONFIG_PATH: file,
      AZURE_OPENAI_API_KEY: 'azure-key-0123456789',
      AZURE_OPENAI_BASEURL: `${fake.url}/openai/deployments`,
      TITLE_CONVO: 'false',
    },
  });
  anna = await here.signUp();
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
  rmSync(folder, { recursive: true });
});

async function ask(model: string, text: string): Promise<Message> {
  const [conversationId, answerId] = [uuidv7(), uuidv7()];
  const body = {
    kind: 'send',
    turnId: uuidv7(),
    answerId,
    userMessageId: uuidv7(),
    parentId: null,
    model: { endpoint: 'azureOpenAI', id: model },
    parts: [{ type: 'text', text }],
    create: {},
  };
  expect((await anna.call('POST', `/api/conversations/${conversationId}/turns`, { body })).status).toBe(201);
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

test('offers the models of the groups, and calls each at its deployment with the key of its group', async () => {
  const { endpoints } = (await anna.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] };
  const azure = endpoints.find(({ id }) => id === 'azureOpenAI');
  expect(azure?.models.map(({ id }) => id)).toEqual(['gpt-5', 'gpt-4o', 'gpt-4o-mini', 'gpt-41', 'gpt-41-mini']);
  expect(JSON.stringify(endpoints)).not.toContain('azure-key');

  for (const model of ['gpt-41', 'gpt-5']) {
    const answer = await ask(model, `Hello ${model}`);
    expect(answer).toMatchObject({ status: 'done', model: { endpoint: 'azureOpenAI', id: model } });
    const request = fake.requests.at(-1);
    expect(request?.path).toBe(`/openai/deployments/${model}/chat/completions`);
    expect(request?.headers['api-key']).toBe('azure-key-0123456789');
    expect(request?.headers.authorization).toBeUndefined();
  }
});

test('a model that no group has fails by name, and nobody is asked', async () => {
  const asked = fake.requests.length;
  expect(await ask('gpt-99', 'Hello')).toMatchObject({ status: 'failed', error: { code: 'provider.model-not-found' } });
  expect(fake.requests.length).toBe(asked);
});
