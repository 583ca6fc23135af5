import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { startFakeProvider } from '@parley/test-kit';
import { everyNode } from './every-node.ts';
import { world, type Visitor, type World } from './world.ts';

let fake: Awaited<ReturnType<typeof startFakeProvider>>;
let here: World;
beforeAll(async () => {
  fake = await startFakeProvider();
  here = await world({ env: { OPENAI_API_KEY: 'sk-operator', OPENAI_BASE_URL: fake.openAiUrl } });
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await fake.close();
});

const endpointsOf = async (visitor: Visitor, query = ''): Promise<Endpoint[]> =>
  ((await visitor.call('GET', `/api/endpoints${query}`)).body as { endpoints: Endpoint[] }).endpoints;
const find = (endpoints: Endpoint[], id: string): Endpoint | undefined => endpoints.find((endpoint) => endpoint.id === id);
const code = (body: unknown): string | undefined => (body as { error?: { code: string } } | undefined)?.error?.code;

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));

test("offers an endpoint's own list of models, and what needs a key without one", async () => {
  const endpoints = await endpointsOf(await here.signUp());
  expect(find(endpoints, 'openAI')).toMatchObject({ key: 'server', failure: null });
  expect(find(endpoints, 'openAI')!.models.length).toBeGreaterThan(0);
  expect(find(endpoints, 'anthropic')).toMatchObject({ key: 'none', acceptsOwnKey: true, models: [] });
  expect(find(endpoints, 'demo')).toMatchObject({ key: 'not-needed' });
});

test('never says a key or an address', async () => {
  const visitor = await here.signUp();
  await visitor.call('PUT', '/api/endpoints/anthropic/key', { body: { key: 'sk-my-own-key' } });
  const told = JSON.stringify(await endpointsOf(visitor));
  for (const secret of ['sk-operator', 'sk-my-own-key', new URL(fake.openAiUrl).host]) expect(told).not.toContain(secret);
});

test('keeps a key for its owner alone, encrypted, until it is forgotten', async () => {
  const [anna, bob] = [await here.signUp(), await here.signUp()];
  expect((await anna.call('PUT', '/api/endpoints/anthropic/key', { body: { key: 'sk-annas' } })).status).toBe(200);
  expect(find(await endpointsOf(anna), 'anthropic')?.key).toBe('own');
  expect(find(await endpointsOf(bob), 'anthropic')?.key).toBe('none');
  expect((await anna.call('DELETE', '/api/endpoints/anthropic/key')).status).toBe(204);
  expect(find(await endpointsOf(anna), 'anthropic')?.key).toBe('none');
});

test('refuses keys where none are taken, and addresses that are not public', async () => {
  const visitor = await here.signUp();
  for (const id of ['demo', 'openAI', 'nothing']) {
    expect(code((await visitor.call('PUT', `/api/endpoints/${id}/key`, { body: { key: 'x' } })).body)).toBe('endpoint.not-found');
  }
  for (const baseUrl of [
    'http://127.0.0.1:80/v1',
    'http://169.254.169.254/latest',
    'http://[::1]/',
    'http://10.0.0.1',
    'http://localhost:1',
    'http://redis:6379',
  ]) {
    const answer = await visitor.call('PUT', '/api/endpoints/anthropic/key', { body: { key: 'x', baseUrl } });
    expect([baseUrl, code(answer.body)]).toEqual([baseUrl, 'endpoint.url-refused']);
  }
});

test('a turn without a key, or to an endpoint that is none, is refused before anything is stored', async () => {
  const visitor = await here.signUp();
  const ask = (endpoint: string): ReturnType<Visitor['call']> =>
    visitor.call('POST', `/api/conversations/${uuidv7()}/turns`, {
      body: {
        kind: 'send',
        turnId: uuidv7(),
        answerId: uuidv7(),
        userMessageId: uuidv7(),
        parentId: null,
        model: { endpoint, id: 'x' },
        parts: [{ type: 'text', text: 'x' }],
        create: {},
      },
    });
  expect(code((await ask('anthropic')).body)).toBe('endpoint.key-missing');
  expect(code((await ask('nothing')).body)).toBe('endpoint.not-found');
  expect((await visitor.call('GET', '/api/conversations')).body).toMatchObject({ conversations: [] });
});

test('a list that cannot be read is a visible failure, and the rest is offered all the same', async () => {
  const broken = createServer((_request, response) => void response.writeHead(500).end('<html>oops</html>'));
  const url = await listen(broken);
  await using other = await world({ env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${url}/v1` } });
  const endpoints = await endpointsOf(await other.signUp());
  expect(find(endpoints, 'openAI')?.failure?.code).toMatch(/^provider\./);
  expect(find(endpoints, 'demo')?.models.length).toBeGreaterThan(0);
  broken.close();
});

test('a list that hangs does not hold the page', async () => {
  const hanging = createServer(() => undefined);
  const url = await listen(hanging);
  await using other = await world({ env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${url}/v1` } });
  const visitor = await other.signUp();
  const began = performance.now();
  expect(find(await endpointsOf(visitor), 'openAI')?.failure?.code).toBe('provider.timeout');
  expect(performance.now() - began).toBeLessThan(4_000);
  hanging.closeAllConnections();
  hanging.close();
});

test('a model server on this machine is found and offered, and is gone when it is gone', async () => {
  const local = await startFakeProvider();
  await using other = await world({
    env: {
      LOCAL_MODELS: 'on',
      OLLAMA_BASE_URL: local.openAiUrl.replace(/\/v1$/, ''),
      LM_STUDIO_BASE_URL: 'http://127.0.0.1:1',
      LLAMA_CPP_BASE_URL: 'http://127.0.0.1:1',
    },
  });
  const visitor = await other.signUp();
  const found = async (): Promise<Endpoint | undefined> => find(await endpointsOf(visitor), 'ollama');
  // On many nodes each looks for itself.
  const ollama = { name: 'Ollama', key: 'not-needed' };
  await expect.poll(() => everyNode(found)).toMatchObject([ollama, ollama, ollama, ollama]);
  await local.close();
  expect(find(await endpointsOf(visitor, '?fresh=true'), 'ollama')).toBeUndefined();
});
