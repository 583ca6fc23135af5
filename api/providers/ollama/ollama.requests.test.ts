import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Part } from '@parley/contracts';
import { messagesOf, startReplayer, tell, type Replayer } from '../contract/replay.ts';
import type { ModelMessage } from '../port.ts';
import { createOllamaProvider } from './create-ollama-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOllamaProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: '{"message":{"role":"assistant","content":"ok"},"done":true,"done_reason":"stop"}\n' };
const text = (value: string): Part => ({ type: 'text', id: 'p1', text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });
const json = (body: unknown, status = 200) => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('sends exactly what was asked', async () => {
  const { asked } = await replayer.stream(
    ok,
    { model: 'qwen3', instructions: 'Be brief.', temperature: 0.5, maxOutputTokens: 9 },
    { key: null },
  );
  expect(asked).toHaveLength(1);
  expect(asked[0]?.path).toBe('/api/chat');
  expect(asked[0]?.headers).not.toHaveProperty('authorization');
  expect(asked[0]?.body).toEqual({
    model: 'qwen3',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
    stream: true,
    options: { temperature: 0.5, num_predict: 9 },
  });
  const plain = await replayer.stream(ok, {}, { headers: { 'X-Title': 'Parley' } });
  expect(plain.asked[0]?.body).not.toHaveProperty('options');
  expect(plain.asked[0]?.headers).toMatchObject({ authorization: 'Bearer sk-secret-0123456789abcdef', 'x-title': 'Parley' });
});

test.each(['/', '/v1', '/api/', '/api/chat'])('takes an address that ends in %s', async (path) => {
  const own = await startReplayer(createOllamaProvider, path);
  const { asked } = await own.stream(ok);
  expect(asked[0]?.path).toBe('/api/chat');
  await own[Symbol.asyncDispose]();
});

test('sends calls with their results by name, and leaves out what has no counterpart, reasoning and files', async () => {
  const answer = await replayer.stream(ok, {
    messages: [
      say('user', text('a'), text('b')),
      say(
        'assistant',
        { type: 'reasoning', id: 'r', text: 'Hm', signature: 's' },
        text('Let me '),
        { ...text('see.'), id: 'p2' },
        { type: 'tool-call', id: 'c1', callId: '1', name: 'clock', arguments: '{"zone":"UTC"}' },
        { type: 'tool-call', id: 'c2', callId: '2', name: 'rain', arguments: 'not JSON' },
        { type: 'tool-call', id: 'c3', callId: '3', name: 'lost', arguments: '{}' },
        { type: 'tool-result', id: 'r1', callId: '1', content: 'noon' },
        { type: 'tool-result', id: 'r2', callId: '2', content: 'none' },
        { type: 'tool-result', id: 'r4', callId: '4', content: 'whose?' },
        { ...text('Noon.'), id: 'p3' },
      ),
      say('user', { type: 'from-the-future', id: 'x' }),
      say('user', text('And now?')),
    ],
  });
  expect(messagesOf(answer, 0)).toEqual([
    { role: 'user', content: 'a\n\nb' },
    {
      role: 'assistant',
      content: 'Let me see.',
      tool_calls: [{ function: { name: 'clock', arguments: { zone: 'UTC' } } }, { function: { name: 'rain', arguments: {} } }],
    },
    { role: 'tool', content: 'noon', tool_name: 'clock' },
    { role: 'tool', content: 'none', tool_name: 'rain' },
    { role: 'assistant', content: 'Noon.' },
    { role: 'user', content: 'And now?' },
  ]);
});

test('has an answer gone on with from its last word, without white space twice', async () => {
  const goesOn = { body: '{"message":{"content":" upon"},"done":false}\n{"message":{"content":" a time"},"done":true}\n' };
  const answer = await replayer.stream(goesOn, { messages: [say('user', text('Tell')), say('assistant', text('Once '))] });
  expect(messagesOf(answer, 0).at(-1)).toEqual({ role: 'assistant', content: 'Once ' });
  expect(tell(answer.events)).toEqual(['text: upon a time', 'finish end']);
});

test.each([
  [404, { error: "model 'nope' not found" }, 'provider.model-not-found'],
  [400, { error: '"llama2" does not support thinking' }, 'provider.bad-request'],
  [400, { error: 'registry.ollama.ai/library/x does not support chat' }, 'provider.bad-request'],
  [401, { error: 'unauthorized' }, 'provider.key-refused'],
  [403, { error: 'this model requires a subscription' }, 'provider.forbidden'],
  [429, { error: 'too many requests', StatusCode: 429 }, 'provider.rate-limited'],
  [500, { error: 'model requires more system memory (5.6 GiB) than is available (3.1 GiB)' }, 'provider.failed'],
  [503, { error: 'server busy, please try again. maximum pending requests exceeded' }, 'provider.overloaded'],
  [502, { error: { message: 'from a proxy' } }, 'provider.failed'],
])('tells a refusal with status %d as what it is', async (status, body, code) => {
  const { events, error } = await replayer.stream(json(body, status));
  expect(events).toEqual([]);
  expect(error).toMatchObject({ code, status, message: typeof body.error === 'string' ? body.error : body.error.message });
});

test('says something where a refusal has no words, hides the key, and heeds how long to wait', async () => {
  expect((await replayer.stream({ status: 500, body: '' })).error).toMatchObject({
    message: 'Ollama answered with status 500 and no words.',
  });
  const { error } = await replayer.stream({
    ...json({ error: 'bad key sk-secret-0123456789abcdef' }, 429),
    headers: { 'retry-after': '7' },
  });
  expect(error).toMatchObject({ code: 'provider.rate-limited', retryAfter: 7, message: 'bad key •••' });
  expect((await replayer.stream({ body: '<html><body>A router</body></html>' })).error).toMatchObject({ code: 'provider.bad-answer' });
});

test('lists models that chat, with the context each is run with', async () => {
  const tags = json({
    models: [{ name: 'qwen3:latest' }, { model: 'llava:7b' }, { name: 'nomic' }, { name: 'old-embed' }, { name: 'old' }, null],
  });
  const show = (more: object) => json({ model_info: { 'general.architecture': 'q', 'q.context_length': 40_960 }, ...more });
  const own = await startReplayer(createOllamaProvider);
  // Asked of four at once, in an order of the network's own: every answer says the same, then each is asked alone.
  const { models, asked } = await own.models([tags, show({ capabilities: ['completion', 'tools'] })]);
  expect(models).toEqual(
    ['qwen3', 'llava:7b', 'nomic', 'old-embed', 'old'].map((name) => ({
      id: name === 'qwen3' ? 'qwen3:latest' : name,
      name,
      contextTokens: 40_960,
      capabilities: { images: false, tools: true, reasoning: false },
    })),
  );
  expect(asked.map(({ path }) => path)).toEqual(['/api/tags', ...Array.from({ length: 5 }, () => '/api/show')]);
  expect(asked.slice(1).map(({ body }) => body['model'])).toContain('llava:7b');

  const one = json({ models: [{ name: 'a' }] });
  const list = async (answer: Parameters<Replayer['models']>[0]) => (await own.models(answer)).models;
  expect(await list([one, show({ capabilities: ['completion'], parameters: 'stop "x"\nnum_ctx                        4096' })])).toEqual([
    { id: 'a', name: 'a', contextTokens: 4_096, capabilities: { images: false, tools: false, reasoning: false } },
  ]);
  expect(await list([one, show({ capabilities: ['embedding'] })])).toEqual([]);
  expect(await list([one, json({ error: 'gone' }, 404)])).toEqual([{ id: 'a', name: 'a' }]);
  expect(await list([json({ models: [{ name: 'nomic-embed-text' }] }), json({}, 404)])).toEqual([]);
  expect(await list(json({ models: [] }))).toEqual([]);
  expect(await list(json({ data: [] }))).toMatchObject({ code: 'provider.bad-answer' });
  expect(await list(json({ error: 'unauthorized' }, 401))).toMatchObject({ code: 'provider.key-refused' });
  await own[Symbol.asyncDispose]();
});
