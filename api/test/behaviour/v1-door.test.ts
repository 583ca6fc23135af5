import { limits } from '@parley/contracts';
import { v1Routes } from '@parley/contracts/v1';
import { fakePrompt, fakeText } from '@parley/test-kit';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../world.ts';
import { models, programsHere, type ProgramsHere } from './programs.ts';

let programs: ProgramsHere;
beforeAll(async () => {
  programs = await programsHere();
}, 60_000);
afterAll(() => programs[Symbol.asyncDispose]());

const posts = Object.values(v1Routes).filter(({ method, path }) => method === 'post' && !path.endsWith('count_tokens'));
const bodies: Readonly<Record<string, object>> = {
  '/v1/chat/completions': { model: 'openAI/fake-large', messages: [{ role: 'user', content: 'Hi' }] },
  '/v1/responses': { model: 'openAI/fake-large', input: 'Hi' },
  '/v1/messages': { model: 'openAI/fake-large', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] },
};
const errorOf = ({ body }: Answer): { type?: string; code?: string; message?: string; param?: string } => (body as { error: object }).error;

test('lists every model of every endpoint, and finds one by either of its names', async () => {
  const { openai } = programs;
  const { data } = await openai.models.list();
  const ids = data.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...models, 'demo/demo', 'google/only-google']));
  expect(data.find(({ id }) => id === 'openAI/fake-large')).toMatchObject({ object: 'model', owned_by: 'openAI' });
  expect(await openai.models.retrieve('google/only-google')).toMatchObject({ id: 'google/only-google', owned_by: 'google' });
  expect(await openai.models.retrieve('only-google')).toMatchObject({ id: 'google/only-google' });
  await expect(openai.models.retrieve('nobody-knows')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
});

test('takes a bare name that is unambiguous, and says which names there are for one that is not', async () => {
  const { openai } = programs;
  const messages = [{ role: 'user' as const, content: fakePrompt({ tokens: 2 }) }];
  const answer = await openai.chat.completions.create({ model: 'only-google', messages });
  expect(answer).toMatchObject({ model: 'google/only-google', choices: [{ message: { content: fakeText(2) } }] });
  const refused = await openai.chat.completions.create({ model: 'fake-large', messages }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ status: 400, code: 'model.ambiguous' });
  expect((refused as Error).message).toContain('openAI/fake-large, anthropic/fake-large');
});

test.each(['Authorization', 'X-Api-Key'])('takes a key from %s and from nowhere else', async (header) => {
  const { here, secret } = programs;
  const value = header === 'Authorization' ? `Bearer ${secret}` : secret;
  expect((await here.call('GET', '/v1/models', { headers: { [header]: value } })).status).toBe(200);
  expect((await here.call('GET', '/v1/models', { headers: { cookie: `api_key=${secret}; parley=${secret}` } })).status).toBe(401);
  expect((await here.call('GET', `/v1/models?api_key=${secret}&key=${secret}`)).status).toBe(401);
});

test('refuses in the words of either vendor who has no key, a wrong one or a session', async () => {
  const { here, ada, secret } = programs;
  for (const { path } of posts) {
    for (const token of [null, 'sk-wrong', `${secret.slice(0, -1)}x`, ada.token]) {
      const answer = await here.call('POST', path, { token, body: bodies[path] });
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      if (path === '/v1/messages') expect(answer.body).toMatchObject({ type: 'error', error: { type: 'authentication_error' } });
      else expect(errorOf(answer)).toMatchObject({ type: 'authentication_error', code: 'invalid_api_key' });
    }
  }
});

test('a key opens what it may and nothing else, however it is sent', async () => {
  const { here, ada, makeKey } = programs;
  const reads = await makeKey(ada, ['models.read']);
  const asks = await makeKey(ada, ['chat.write']);
  for (const [path, secret, method] of [
    ...posts.map(({ path: each }) => [each, reads.secret, 'POST'] as const),
    ['/v1/models', asks.secret, 'GET'] as const,
  ]) {
    const ways: Record<string, string>[] = [{ authorization: `Bearer ${secret}` }, { 'x-api-key': secret }];
    for (const headers of ways) {
      const answer = await here.call(method, path, { headers, ...(method === 'POST' ? { body: bodies[path] } : {}) });
      expect([path, answer.status, errorOf(answer).type]).toEqual([path, 403, 'permission_error']);
    }
  }
  expect((await here.call('GET', '/v1/models', { token: reads.secret })).status).toBe(200);
  expect((await here.call('POST', '/v1/responses', { token: asks.secret, body: bodies['/v1/responses'] })).status).toBe(200);
});

test('a revoked key is refused by every node within five seconds, and its use is told', { timeout: 30_000 }, async () => {
  const { here, ada, makeKey } = programs;
  const { id, secret } = await makeKey(ada, ['models.read']);
  for (let node = 0; node < 4; node += 1) expect((await here.call('GET', '/v1/models', { token: secret })).status).toBe(200);
  // Nobody waits for the note of a use.
  const lastUse = async (): Promise<number> => {
    const { keys } = (await ada.call('GET', '/api/api-keys')).body as { keys: { id: string; lastUsedAt: number | null }[] };
    return keys.find((key) => key.id === id)?.lastUsedAt ?? 0;
  };
  await expect.poll(lastUse, { timeout: 5_000 }).toBeGreaterThan(Date.now() - 60_000);
  await ada.call('DELETE', `/api/api-keys/${id}`);
  const revokedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, limits.sessionRecheckEvery));
  for (let node = 0; node < 4; node += 1) expect((await here.call('GET', '/v1/models', { token: secret })).status).toBe(401);
  expect(performance.now() - revokedAt).toBeLessThan(limits.sessionRecheckEvery + 5_000);
});

test('fails with the errors that the clients of either vendor have classes for', async () => {
  const { here, secret, openai, anthropic } = programs;
  const wrong = { apiKey: `${secret.slice(0, -1)}x`, maxRetries: 0 };
  const [model, messages] = ['openAI/fake-large', [{ role: 'user' as const, content: 'Hi' }]];
  const strangers = {
    openai: new OpenAI({ ...wrong, baseURL: `${here.url}/v1` }),
    anthropic: new Anthropic({ ...wrong, baseURL: here.url }),
  };
  await expect(strangers.openai.chat.completions.create({ model, messages })).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  await expect(strangers.anthropic.messages.create({ model, messages, max_tokens: 9 })).rejects.toBeInstanceOf(
    Anthropic.AuthenticationError,
  );
  await expect(openai.chat.completions.create({ model: 'none/none', messages })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(openai.responses.create({ model: 'none/none', input: 'Hi' })).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  await expect(anthropic.messages.create({ model: 'none/none', messages, max_tokens: 9 })).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  await expect(openai.chat.completions.create({ model, messages: [] })).rejects.toBeInstanceOf(OpenAI.BadRequestError);
  await expect(anthropic.messages.create({ model, messages: [], max_tokens: 9 })).rejects.toBeInstanceOf(Anthropic.BadRequestError);
});

test('keeps nothing of a call', async () => {
  const { ada, openai } = programs;
  await openai.chat.completions.create({ model: 'openAI/fake-large', messages: [{ role: 'user', content: fakePrompt({ tokens: 2 }) }] });
  const { body } = await ada.call('GET', '/api/sync?since=0');
  expect(JSON.stringify(body)).not.toContain('fake-json');
});

test.each([
  ['not JSON', '{', 400],
  ['not an object', '[]', 400],
  ['no model', '{"messages":[]}', 400],
  ['a model that is an operator', '{"model":{"$gt":""},"messages":[{"role":"user","content":"Hi"}],"input":"Hi","max_tokens":1}', 400],
  ['a prototype', '{"__proto__":{"model":"x"},"model":"x","messages":[]}', 400],
  ['too deep', `{"model":"x","messages":${'['.repeat(100)}${']'.repeat(100)}}`, 400],
  ['no messages', '{"model":"openAI/fake-large","messages":[],"input":[],"max_tokens":1}', 400],
  [
    'a role nobody has',
    '{"model":"openAI/fake-large","messages":[{"role":"emperor","content":"Hi"}],"input":[{"role":"emperor","content":"x"}],"max_tokens":1}',
    400,
  ],
])('refuses %s in words that name the place', async (_what, raw, status) => {
  const { here, secret } = programs;
  for (const { path } of posts) {
    const answer = await here.call('POST', path, { token: secret, raw });
    expect([path, answer.status]).toEqual([path, status]);
    expect(errorOf(answer)).toMatchObject({ type: 'invalid_request_error', message: expect.stringMatching(/\S{4}/) as string });
    expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.ts|node_modules/);
  }
});

test('refuses a body that is not JSON by its type, and one that is larger than the limit', { timeout: 60_000 }, async () => {
  const { here, secret } = programs;
  const plain = await here.call('POST', '/v1/responses', { token: secret, raw: 'x', headers: { 'content-type': 'text/plain' } });
  expect(plain.status).toBe(415);
  const raw = `{"model":"openAI/fake-large","input":"${'x'.repeat(limits.v1BodyBytes)}"}`;
  const large = await here.call('POST', '/v1/messages', { token: secret, raw }).catch(() => null);
  // The connection may be cut before the refusal is read, as for every body that goes on being sent.
  if (large !== null) expect([large.status, errorOf(large).type]).toEqual([413, 'request_too_large']);
});

test.each([
  [{ n: 2 }, 'n'],
  [{ logprobs: true }, 'logprobs'],
  [{ logit_bias: { 50256: -100 } }, 'logit_bias'],
  [{ modalities: ['text', 'audio'] }, 'modalities'],
  [{ functions: [{ name: 'f' }] }, 'functions'],
])('refuses %j, which would change the answer if it were ignored', async (more, param) => {
  const body = { ...bodies['/v1/chat/completions'], ...more };
  const answer = await programs.here.call('POST', '/v1/chat/completions', { token: programs.secret, body });
  expect([answer.status, errorOf(answer).param, errorOf(answer).code]).toEqual([400, param, 'api-call.unsupported']);
});

test('fetches nothing that a request names', async () => {
  const { here, secret, fake } = programs;
  const before = fake.requests.length;
  const image_url = { url: `${fake.url}/secret.png` };
  const chat = { model: 'openAI/fake-large', messages: [{ role: 'user', content: [{ type: 'image_url', image_url }] }] };
  const source = { type: 'url', url: `${fake.url}/secret.png` };
  const message = { model: 'openAI/fake-large', max_tokens: 9, messages: [{ role: 'user', content: [{ type: 'image', source }] }] };
  for (const [path, body] of [
    ['/v1/chat/completions', chat],
    ['/v1/messages', message],
  ] as const) {
    const answer = await here.call('POST', path, { token: secret, body });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toContain('inside the request');
  }
  for (const url of ['file:///etc/passwd', 'data:image/png;base64,***', 'data:image/png,x', 'javascript:alert(1)']) {
    const body = { model: 'openAI/fake-large', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] };
    expect((await here.call('POST', '/v1/chat/completions', { token: secret, body })).status).toBe(400);
  }
  expect(fake.requests.length).toBe(before);
});

test('refuses a result without a call', async () => {
  const { openai } = programs;
  const messages = [
    { role: 'user' as const, content: 'Hi' },
    { role: 'tool' as const, tool_call_id: 'call_9', content: 'x' },
  ];
  await expect(openai.chat.completions.create({ model: 'openAI/fake-large', messages })).rejects.toMatchObject({
    status: 400,
    param: 'messages.1.tool_call_id',
  });
});

test('answers unknown paths and methods in the words of either', async () => {
  const { here } = programs;
  const unknown = await here.call('POST', '/v1/embeddings', { body: {} });
  expect([unknown.status, errorOf(unknown).code]).toEqual([404, 'request.unknown-route']);
  const method = await here.call('DELETE', '/v1/models');
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET']);
  const theirs = await here.call('GET', '/v1/messages', { headers: { 'anthropic-version': '2023-06-01' } });
  expect(theirs.body).toMatchObject({ type: 'error', request_id: expect.any(String) as string });
});

test('answers so many of a person at once and asks the others to come back', { timeout: 60_000 }, async () => {
  const { here, fake, makeKey } = programs;
  const eve = await here.signUp('Eve');
  const { secret } = await makeKey(eve, ['chat.write']);
  const client = new OpenAI({ apiKey: secret, baseURL: `${here.url}/v1`, maxRetries: 0 });
  const stop = new AbortController();
  const messages = [{ role: 'user' as const, content: fakePrompt({ tokens: 5_000, rate: 20 }) }];
  const ask = () =>
    client.chat.completions.create({ model: 'openAI/fake-large', messages, stream: true }, { signal: stop.signal }).then(
      () => 200,
      (error: unknown) => (error as { status: number }).status,
    );
  const before = fake.requests.length;
  const statuses = await Promise.all(Array.from({ length: limits.v1CallsPerUser * 2 + 4 }, ask));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(4);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(limits.v1CallsPerUser);
  stop.abort();
  await Promise.all(fake.requests.slice(before).map(({ settled }) => settled));
  const again = { model: 'openAI/fake-large', messages: [{ role: 'user' as const, content: fakePrompt({ tokens: 1 }) }] };
  // A call has its place until it is written down; the official client comes back after the time it is told.
  const answer = await client.chat.completions.create(again, { maxRetries: 5 });
  expect(answer.choices[0]?.message.content).toBe(fakeText(1));
});
