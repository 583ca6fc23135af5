import OpenAI from 'openai';
import type { Part } from '@parley/contracts';
import { fakePrompt, startFakeProvider, type FakeScript } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import { wordsOf } from '../contract/check-model-events.ts';
import { messagesOf, startReplayer, tell, type Replayer } from '../contract/replay.ts';
import type { ModelEvent, ModelMessage } from '../port.ts';
import { createOpenAiChatProvider } from './create-openai-chat-provider.ts';

let replayer: Replayer;
let bare: Replayer;

beforeAll(async () => {
  replayer = await startReplayer(createOpenAiChatProvider, '/v1');
  bare = await startReplayer(createOpenAiChatProvider);
});
afterAll(async () => {
  await replayer[Symbol.asyncDispose]();
  await bare[Symbol.asyncDispose]();
});

const ok = { body: 'data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n' };
const refuse = (message: string, status = 400) => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error: { message } }),
});
const text = (value: string): Part => ({ type: 'text', id: 'p1', text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });

test('sends exactly what was asked, in the way operators write the address', async () => {
  const { asked } = await replayer.stream(
    ok,
    { model: 'gpt', instructions: 'Be brief.', temperature: 0.5, maxOutputTokens: 9 },
    { headers: { 'X-Title': 'Parley' } },
  );
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    path: '/v1/chat/completions',
    headers: {
      authorization: 'Bearer sk-secret-0123456789abcdef',
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-title': 'Parley',
    },
  });
  expect(asked[0]?.body).toEqual({
    model: 'gpt',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0.5,
    max_tokens: 9,
  });
  const { asked: keyless } = await replayer.stream(ok, {}, { key: null });
  expect(keyless[0]?.headers).not.toHaveProperty('authorization');
});

test('leaves out what the format cannot carry and orders tool rounds', async () => {
  const messages: ModelMessage[] = [
    say('user', text('One'), { type: 'file', id: 'f', fileId: 'x', name: 'a.zip', mediaType: 'application/zip', bytes: 1 }, text('Two')),
    say(
      'assistant',
      { type: 'reasoning', id: 'r', text: 'secret thoughts' },
      text('Let me look. '),
      { type: 'tool-call', id: 't', callId: 'c1', name: 'clock', arguments: '' },
      { type: 'tool-result', id: 'u', callId: 'c1', content: 'noon' },
      { type: 'tool-call', id: 'v', callId: 'lost', name: 'clock', arguments: '{}' },
      text('It is '),
      text('noon.'),
      { type: 'error', id: 'e', error: { code: 'x', message: 'y' } },
    ),
    say('assistant'),
    say('user', text('Thanks')),
    say('user', text('Bye'), { type: 'hologram', id: 'h' }),
  ];
  const { asked } = await replayer.stream(ok, { messages });
  expect(asked[0]?.body['messages']).toEqual([
    { role: 'user', content: 'One\n\nTwo' },
    {
      role: 'assistant',
      content: 'Let me look. ',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'clock', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'noon' },
    { role: 'assistant', content: 'It is noon.' },
    { role: 'user', content: 'Thanks\n\nBye' },
  ]);
});

test.each([
  ['stream_options', 'Unrecognized request argument supplied: stream_options', { stream_options: undefined }],
  [
    'max_tokens',
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    { max_tokens: undefined, max_completion_tokens: 9 },
  ],
  ['temperature', "Unsupported value: 'temperature' does not support 0.5 with this model.", { temperature: undefined }],
])('asks again without %s when it is refused', async (_name, message, change) => {
  const { asked, events, error } = await replayer.stream([refuse(message), ok], { temperature: 0.5, maxOutputTokens: 9 });
  expect(error).toBeUndefined();
  expect(wordsOf(events)).toBe('ok');
  expect(asked).toHaveLength(2);
  const expected = JSON.parse(JSON.stringify({ ...asked[0]?.body, ...change })) as object;
  expect(asked[1]?.body).toEqual(expected);
  expect(events.filter(({ type }) => type === 'warning')).toHaveLength('temperature' in change ? 1 : 0);
});

test('asks again in another way when an answer to go on from, or a system message, is refused', async () => {
  const messages = [say('user', text('Tell')), say('assistant', text('Once upon'))];
  const plain = await replayer.stream(ok, { messages });
  expect(plain.asked[0]?.body['messages']).toEqual([
    { role: 'user', content: 'Tell' },
    { role: 'assistant', content: 'Once upon' },
  ]);
  const mistral = await replayer.stream(
    [refuse('Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant'), ok],
    { messages },
  );
  expect(messagesOf(mistral, 1).at(-1)).toEqual({ role: 'assistant', content: 'Once upon', prefix: true });
  const other = await replayer.stream([refuse('The conversation must end with a user message.'), ok], { messages });
  expect(messagesOf(other, 1).map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  const folded = await replayer.stream([refuse('System role not supported'), ok], { instructions: 'Be brief.' });
  expect(folded.asked[1]?.body['messages']).toEqual([{ role: 'user', content: 'Be brief.\n\nHi' }]);
});

test('reports a refusal it cannot help, and one that stays', async () => {
  const { asked, error } = await replayer.stream(refuse('Unrecognized request argument supplied: stream_options'));
  expect(asked).toHaveLength(2);
  expect(error).toMatchObject({ code: 'provider.bad-request', status: 400 });
  expect((await replayer.stream(refuse('messages is required'))).asked).toHaveLength(1);
});

test('does not repeat the white space a continued answer already ends with', async () => {
  const messages = [say('user', text('Tell')), say('assistant', text('Once upon\n '))];
  const answer = (...pieces: string[]) => ({
    body: `${pieces.map((piece) => `data: ${JSON.stringify({ choices: [{ delta: { content: piece } }] })}\n\n`).join('')}data: [DONE]\n\n`,
  });
  expect(wordsOf((await replayer.stream(answer('\n', '  a time'), { messages })).events)).toBe(' a time');
  expect(wordsOf((await replayer.stream(answer('a time'), { messages })).events)).toBe('a time');
  expect(wordsOf((await replayer.stream(answer(' a time'))).events)).toBe(' a time');
});

test('finds a server whose address was written without /v1, or with everything', async () => {
  const notFound = { status: 404, body: '404 page not found' };
  const { asked, error } = await bare.stream([notFound, ok]);
  expect(error).toBeUndefined();
  expect(asked.map(({ path }) => path)).toEqual(['/chat/completions', '/v1/chat/completions']);
  const list = { body: '{"data":[{"id":"a"}]}' };
  const listed = await bare.models([notFound, list]);
  expect(listed.asked.map(({ path }) => path)).toEqual(['/models', '/v1/models']);
  expect(listed.models).toEqual([{ id: 'a', name: 'a' }]);
  const missing = await bare.stream(notFound);
  expect(missing.asked).toHaveLength(2);
  expect(missing.error).toMatchObject({ code: 'provider.model-not-found', status: 404 });
});

test('reads lists of models in every shape, leaving out what is not for chatting', async () => {
  const list = async (body: unknown): Promise<unknown> => (await replayer.models({ body: JSON.stringify(body) })).models;
  expect(
    await list({
      object: 'list',
      data: [
        { id: 'gpt-5', object: 'model' },
        { id: 'text-embedding-3-small' },
        { id: 'whisper-1' },
        { id: 'gpt-5' },
        { id: 'openrouter/auto', name: 'Auto Router', context_length: 2_000_000 },
        { id: 'llama', context_window: 8192 },
        { id: 'vllm', max_model_len: 4096 },
        { id: 'gguf', meta: { n_ctx_train: 32768 } },
        { id: 'ocr', capabilities: { completion_chat: false } },
        { id: 7 },
        null,
        { id: 'x'.repeat(300) },
      ],
    }),
  ).toEqual([
    { id: 'gpt-5', name: 'gpt-5' },
    { id: 'openrouter/auto', name: 'Auto Router', contextTokens: 2_000_000 },
    { id: 'llama', name: 'llama', contextTokens: 8192 },
    { id: 'vllm', name: 'vllm', contextTokens: 4096 },
    { id: 'gguf', name: 'gguf', contextTokens: 32768 },
  ]);
  expect(
    await list([
      { id: 'meta/chat', display_name: 'Chat', type: 'chat' },
      { id: 'flux', type: 'image' },
    ]),
  ).toEqual([{ id: 'meta/chat', name: 'Chat' }]);
  expect(await list({ models: ['a', { model: 'b:latest', name: 'b:latest' }] })).toEqual([
    { id: 'a', name: 'a' },
    { id: 'b:latest', name: 'b:latest' },
  ]);
  const openRouter = {
    id: 'openai/gpt-4o',
    context_length: 128_000,
    architecture: { input_modalities: ['text', 'image', 'file'] },
    top_provider: { max_completion_tokens: 16_384 },
    supported_parameters: ['tools', 'response_format'],
    pricing: { prompt: '0.0000025', completion: '0.00001', input_cache_read: '0.00000125' },
  };
  const free = { id: 'free', pricing: { prompt: '0', completion: '0' } };
  const auto = { id: 'auto', pricing: { prompt: '-1', completion: '-1' } };
  const together = { id: 'together', pricing: { input: 0.88, output: 0.88 } };
  const mistral = {
    id: 'mistral',
    max_context_length: 131_072,
    capabilities: { completion_chat: true, vision: true, function_calling: true },
  };
  expect(await list([openRouter, free, auto, together, { id: 'other', pricing: { input: 0, output: 0 } }, mistral])).toEqual([
    {
      id: 'openai/gpt-4o',
      name: 'openai/gpt-4o',
      contextTokens: 128_000,
      outputTokens: 16_384,
      capabilities: { images: true, documents: true, audio: false, tools: true, reasoning: false, json: true },
      prices: { input: 2.5, output: 10, cachedInput: 1.25 },
    },
    { id: 'free', name: 'free', prices: { input: 0, output: 0 } },
    { id: 'auto', name: 'auto' },
    { id: 'together', name: 'together', prices: { input: 0.88, output: 0.88 } },
    { id: 'other', name: 'other' },
    { id: 'mistral', name: 'mistral', contextTokens: 131_072, capabilities: { images: true, tools: true } },
  ]);
  expect(await list({ data: [] })).toEqual([]);
  expect(await list({ nothing: true })).toMatchObject({ code: 'provider.bad-answer' });
  expect(
    (
      await replayer.models({
        status: 401,
        body: '{"error":{"message":"Incorrect API key provided: sk-secr**********cdef","code":"invalid_api_key"}}',
      })
    ).models,
  ).toMatchObject({
    code: 'provider.key-refused',
    message: 'Incorrect API key provided: •••',
  });
});

test.each([
  [401, {}, '{"error":{"message":"bad key sk-secret-0123456789abcdef","type":"invalid_request_error"}}', 'provider.key-refused', undefined],
  [403, {}, '{"error":{"message":"Country not supported","type":"request_forbidden"}}', 'provider.forbidden', undefined],
  [
    403,
    {},
    '{"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged for violence"}}',
    'provider.refused',
    undefined,
  ],
  [402, {}, '{"error":{"message":"Insufficient Balance","type":"unknown_error"}}', 'provider.quota-exhausted', undefined],
  [
    429,
    {},
    '{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}',
    'provider.quota-exhausted',
    undefined,
  ],
  [429, { 'retry-after': '7' }, '{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}', 'provider.rate-limited', 7],
  [429, { 'retry-after-ms': '1500', 'retry-after': '2' }, '{}', 'provider.rate-limited', 1.5],
  [429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, '', 'provider.rate-limited', 30],
  [429, { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, '', 'provider.rate-limited', 0],
  [429, {}, '{"error":{"message":"Rate limit reached. Please try again in 6m1.5s."}}', 'provider.rate-limited', 361.5],
  [429, {}, '{"error":{"message":"Please try again in 20ms."}}', 'provider.rate-limited', 0.02],
  [404, {}, '{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}', 'provider.model-not-found', undefined],
  [
    400,
    {},
    '{"error":{"message":"The model `gpt-x` does not exist or you do not have access to it.","type":"invalid_request_error"}}',
    'provider.model-not-found',
    undefined,
  ],
  [
    400,
    {},
    '{"error":{"message":"This model\'s maximum context length is 8192 tokens.","code":"context_length_exceeded"}}',
    'provider.context-too-long',
    undefined,
  ],
  [
    400,
    {},
    '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}',
    'provider.context-too-long',
    undefined,
  ],
  [413, {}, 'Request Entity Too Large', 'provider.context-too-long', undefined],
  [
    400,
    {},
    '{"error":{"code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"},"message":"The response was filtered"}}',
    'provider.refused',
    undefined,
  ],
  [
    400,
    {},
    '[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]',
    'provider.key-refused',
    undefined,
  ],
  [422, {}, '{"detail":[{"loc":["body","messages"],"msg":"field required"}]}', 'provider.bad-request', undefined],
  [
    422,
    {},
    '{"object":"error","message":{"detail":[{"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}',
    'provider.bad-request',
    undefined,
  ],
  [500, {}, '{"error":{"message":"The server had an error","type":"server_error"}}', 'provider.failed', undefined],
  [
    502,
    { 'content-type': 'text/html' },
    '<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>',
    'provider.failed',
    undefined,
  ],
  [503, {}, '{"error":{"message":"Loading model","type":"unavailable_error","code":503}}', 'provider.overloaded', undefined],
  [504, {}, 'upstream request timeout', 'provider.timeout', undefined],
  [529, {}, '', 'provider.overloaded', undefined],
  [418, {}, 'teapot', 'provider.bad-request', undefined],
])('maps status %i with %j and %s', async (status, headers, body, code, retryAfter) => {
  const { error, events } = await replayer.stream({ status, headers: { 'content-type': 'application/json', ...headers }, body });
  expect(error).toMatchObject({ name: 'ProviderError', code, status, retryAfter });
  expect((error as Error).message).not.toContain('sk-secret');
  expect((error as Error).message).not.toBe('');
  expect(events).toEqual([]);
});

test('tells the words of whoever failed behind OpenRouter, cut to 2 KB', async () => {
  const body = JSON.stringify({
    error: {
      code: 400,
      message: 'Provider returned error',
      metadata: { provider_name: 'Novita', raw: '{"error":{"message":"tool_choice is odd"}}' },
    },
  });
  expect((await replayer.stream({ status: 400, body })).error).toMatchObject({
    message: 'Provider returned error (Novita) tool_choice is odd',
  });
  const long = await replayer.stream({ status: 500, body: JSON.stringify({ error: { message: `a\r\nb\u202E ${'x'.repeat(9_000)}` } }) });
  expect((long.error as Error).message).toMatch(/^a b x{2000}x*…$/);
  expect((long.error as Error).message.length).toBe(2_048);
});

test('refuses a key that no header can carry, and a place it may not reach', async () => {
  expect((await replayer.stream(ok, {}, { key: 'sk-a\r\nX-Evil: 1' })).error).toMatchObject({ code: 'provider.key-refused' });
  expect((await replayer.stream(ok, {}, { key: 'schlüssel-ohne-ende' })).error).toMatchObject({ code: 'provider.key-refused' });
  expect((await replayer.stream(ok, {}, { trust: 'person' })).error).toMatchObject({ name: 'ProviderError', code: 'egress.blocked' });
  expect((await replayer.stream(ok, {}, { baseUrl: 'not a url' })).error).toMatchObject({ name: 'ProviderError', code: 'egress.blocked' });
  expect((await replayer.stream(ok, {}, { key: ' sk-padded-with-spaces\n' })).asked[0]?.headers).toMatchObject({
    authorization: 'Bearer sk-padded-with-spaces',
  });
});

test('does not wait for a server that says the end and keeps the connection', async () => {
  await using fake = await startFakeProvider();
  await using egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
  const provider = createOpenAiChatProvider({ egress, access: { baseUrl: fake.openAiUrl, key: 'k', trust: 'operator' } });
  const read = async (script: FakeScript): Promise<{ last: unknown; ms: number }> => {
    const started = performance.now();
    const events: ModelEvent[] = [];
    for await (const event of provider.stream(
      { model: 'm', messages: [say('user', text(fakePrompt(script)))] },
      new AbortController().signal,
    ))
      events.push(event);
    return { last: events.at(-1), ms: performance.now() - started };
  };
  const marked = await read({ tokens: 3, hold: true });
  expect(marked.last).toEqual({ type: 'finish', stopReason: 'end' });
  // Far below the time that a closing mark is waited for.
  expect(marked.ms).toBeLessThan(4_000);
  const unmarked = await read({ tokens: 3, hold: true, done: false, finish: 'length' });
  expect(unmarked.last).toEqual({ type: 'finish', stopReason: 'length' });
  // Both connections are let go although their server never does.
  await Promise.all(fake.requests.map(({ settled }) => settled));
});

test('hears what the official client hears', async () => {
  await using fake = await startFakeProvider();
  await using egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
  const provider = createOpenAiChatProvider({ egress, access: { baseUrl: fake.openAiUrl, key: 'k', trust: 'operator' } });
  const prompt = fakePrompt({ tokens: 500, reasoning: 20, tool: 'clock', choices: 2, crlf: true, comments: true, splitBytes: 7 });
  const official = await new OpenAI({ apiKey: 'k', baseURL: fake.openAiUrl }).chat.completions
    .stream({ model: 'm', messages: [{ role: 'user', content: prompt }], stream_options: { include_usage: true } })
    .finalChatCompletion();
  const events: ModelEvent[] = [];
  for await (const event of provider.stream({ model: 'm', messages: [say('user', text(prompt))] }, new AbortController().signal))
    events.push(event);
  const [choice] = official.choices;
  const call = choice?.message.tool_calls?.[0];
  expect(wordsOf(events)).toBe(choice?.message.content);
  expect(call?.type === 'function' && call.function.arguments).toBe(wordsOf(events, 'tool-call'));
  expect(tell(events)).toContain(
    `usage ${JSON.stringify({ inputTokens: official.usage?.prompt_tokens, outputTokens: official.usage?.completion_tokens, reasoningTokens: 20, cachedInputTokens: 0 })}`,
  );
});

test('adds and drops what the operator wants, and keeps what the answer depends on', async () => {
  const add = { safe_prompt: true, temperature: 0.1, stream: false, model: 'other', messages: [], nested: { a: [1] } };
  const { asked } = await replayer.stream(
    ok,
    { model: 'gpt', temperature: 0.5, maxOutputTokens: 9 },
    { edits: { add, drop: ['max_tokens', 'stream_options', 'stream', 'model', 'stop'] } },
  );
  expect(asked[0]?.body).toEqual({
    model: 'gpt',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
    safe_prompt: true,
    temperature: 0.1,
    nested: { a: [1] },
  });
});

test('asks the very address that is the whole one', async () => {
  const { asked } = await replayer.stream(ok, {}, { exactUrl: true });
  expect(asked[0]?.path).toBe('/v1');
});
