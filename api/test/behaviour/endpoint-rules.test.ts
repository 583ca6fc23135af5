import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { messageText, uuidv7 } from '@parley/chat-core';
import type { Message } from '@parley/contracts';
import { startFakeProvider, type FakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stack, world, type Visitor, type World } from '../world.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-rules-'));
const asked = { busy: 0, broken: 0, silent: 0 };
const servers: Server[] = [];
let fake: FakeProvider;
let here: World;

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

beforeAll(async () => {
  fake = await startFakeProvider();
  const busy = await listen((_request, response) => {
    asked.busy += 1;
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '0' }).end('{"error":{"message":"slow down"}}');
  });
  const broken = await listen((_request, response) => {
    asked.broken += 1;
    response.writeHead(500, { 'content-type': 'text/html' }).end('<html><h1>Internal Server Error</h1></html>');
  });
  const silent = await listen((_request, response) => {
    asked.silent += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': still thinking\n\n');
  });
  const endpoint = (name: string, baseUrl: string, more: string): string => `
    - name: ${name}
      apiKey: key
      baseURL: ${baseUrl}
      titleConvo: false
      models: {default: [first]}
      ${more}`;
  const file = path.join(folder, 'parley.yaml');
  const toGood = 'fallbacks: [{endpoint: Good, model: good}]';
  const dead = await listen(() => undefined);
  await new Promise((resolve) => servers.pop()!.close(resolve));
  writeFileSync(
    file,
    `version: 1.3.14
endpoints:
  custom:${endpoint('Dead', dead, `retries: 0\n      ${toGood}`)}${endpoint('Busy', busy, `retries: 1\n      ${toGood}`)}${endpoint(
    'Broken',
    broken,
    `retries: 1\n      fallbacks: [{endpoint: Dead, model: x}, {endpoint: Good, model: good, for: [first]}, {endpoint: Broken, model: y, for: [second]}]`,
  )}${endpoint('Silent', silent, `retries: 0\n      timeouts: {firstToken: 1}\n      ${toGood}`)}${endpoint(
    'Alone',
    broken,
    'retries: 0',
  )}${endpoint('Narrow', fake.openAiUrl, 'retries: 0\n      concurrency: {limit: 1, queue: 1}')}${endpoint('Good', fake.openAiUrl, '')}
`,
  );
  here = await world({ env: { CONFIG_PATH: file } });
});
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await fake.close();
  rmSync(folder, { recursive: true, force: true });
});

async function send(person: Visitor, endpoint: string, text = 'Hello?', id = 'first'): Promise<() => Promise<Message>> {
  const [conversationId, answerId] = [uuidv7(), uuidv7()];
  const answer = await person.call('POST', `/api/conversations/${conversationId}/turns`, {
    body: {
      kind: 'send',
      turnId: uuidv7(),
      answerId,
      userMessageId: uuidv7(),
      parentId: null,
      model: { endpoint, id },
      parts: [{ type: 'text', text }],
      create: {},
    },
  });
  expect(answer.status).toBe(201);
  return async () => {
    const message = (await person.call('GET', `/api/conversations/${conversationId}/messages/${answerId}`)).body as Message;
    expect(['done', 'stopped', 'failed', 'interrupted']).toContain(message.status);
    return message;
  };
}

const until = { timeout: 20_000, interval: 25 };

test.each([
  ['Dead', 'provider.unreachable', null],
  ['Busy', 'provider.rate-limited', 2],
  ['Broken', 'provider.failed', 2],
  ['Silent', 'provider.timeout', 1],
] as const)('an answer that %s cannot give comes from its fallback, which says so', async (endpoint, code, times) => {
  const person = await here.signUp();
  const read = await send(person, endpoint);
  const message = await expect
    .poll(read, until)
    .toMatchObject({ status: 'done', model: { endpoint: 'Good', id: 'good' } })
    .then(read);
  expect(messageText(message.parts)).not.toBe('');
  expect(message.parts[0]).toMatchObject({ type: 'fallback', from: { endpoint, id: 'first' }, error: { code } });
  if (times !== null) expect(asked[endpoint.toLowerCase() as keyof typeof asked]).toBe(times);
});

test('without a fallback for the model the failure is the answer, with whose side it is on', async () => {
  const person = await here.signUp();
  const [alone, other] = [await send(person, 'Alone'), await send(person, 'Broken', 'Hello?', 'third')];
  await expect.poll(alone, until).toMatchObject({ status: 'failed', error: { code: 'provider.failed' }, parts: [] });
  await expect.poll(other, until).toMatchObject({ status: 'failed', model: { endpoint: 'Dead' } });
});

test('answers beyond the limit of a node wait for their turn, and are refused when too many do', async () => {
  const person = await here.signUp();
  // One is written and one waits on each node; however they fall, one more than that is too many for some node.
  const nodes = stack === 'cluster' ? 2 : 1;
  const sent: (() => Promise<Message>)[] = [];
  while (sent.length < 2 * nodes + 1) sent.push(await send(person, 'Narrow', '[[fake tokens=20 rate=20]]'));
  const outcomes = await Promise.all(
    sent.map(async (read) => {
      await expect.poll(async () => (await read()).status, until).toMatch(/^(done|failed)$/);
      return (await read()).error?.code ?? 'done';
    }),
  );
  expect(new Set(outcomes)).toEqual(new Set(['done', 'endpoint.busy']));
  expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThanOrEqual(2);
  if (nodes === 1) expect(outcomes).toEqual(['done', 'done', 'endpoint.busy']);
});
