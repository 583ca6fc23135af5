import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from '@parley/chat-core';
import type { Endpoint, Message } from '@parley/contracts';
import { fakePrompt, startFakeProvider } from '@parley/test-kit';
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

async function ask(model: string, text: string, visitor = anna): Promise<Message> {
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
  expect((await visitor.call('POST', `/api/conversations/${conversationId}/turns`, { body })).status).toBe(201);
  let answer: Message | undefined;
  await expect
    .poll(
      async () => {
        answer = (await visitor.call('GET', `/api/conversations/${conversationId}/messages/${answerId}`)).body as Message;
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

test('a group that speaks Responses is called there, keeps its sealed reasoning, and has the settings of Responses', async () => {
  const file = path.join(folder, 'responses.yaml');
  writeFileSync(
    file,
    `version: 1.3.14
endpoints:
  azureOpenAI:
    groups:
      - {group: new, apiKey: azure-key-0123456789, baseURL: '${fake.url}/openai/deployments', version: '2024-10-21', api: responses, models: {gpt-5: {deploymentName: five}}}
      - {group: old, apiKey: azure-key-0123456789, baseURL: '${fake.url}/openai/deployments', version: '2024-10-21', models: {gpt-4o: {deploymentName: four}}}
`,
  );
  await using there = await world({ env: { CONFIG_PATH: file, TITLE_CONVO: 'false' } });
  const visitor = await there.signUp();
  const first = await ask('gpt-5', fakePrompt({ tokens: 5, reasoning: 5 }), visitor);
  expect(first).toMatchObject({ status: 'done', model: { endpoint: 'azureOpenAI', id: 'gpt-5' } });
  const request = fake.requests.at(-1);
  expect(request?.path).toBe('/openai/v1/responses');
  expect(request?.headers['api-key']).toBe('azure-key-0123456789');
  expect(request?.headers.authorization).toBeUndefined();
  expect(request?.body).toMatchObject({ model: 'five', store: false, include: ['reasoning.encrypted_content'] });
  expect(first.parts.find(({ type }) => type === 'reasoning')).not.toHaveProperty('signature');
  expect(await ask('gpt-4o', 'Hello', visitor)).toMatchObject({ status: 'done' });
  expect(fake.requests.at(-1)?.path).toBe('/openai/deployments/four/chat/completions');
  const { endpoints } = (await visitor.call('GET', '/api/endpoints')).body as { endpoints: Endpoint[] };
  const azure = endpoints.find(({ id }) => id === 'azureOpenAI');
  const namesOf = (id: string): string[] => {
    const set = azure?.models.find((model) => model.id === id)?.parameters ?? 0;
    return azure?.parameterSets?.[set]?.map(({ name }) => name) ?? [];
  };
  // Only Responses can search the web.
  expect([namesOf('gpt-5').includes('webSearch'), namesOf('gpt-4o').includes('webSearch')]).toEqual([true, false]);
});
