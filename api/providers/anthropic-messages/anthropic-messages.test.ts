import Anthropic from '@anthropic-ai/sdk';
import { readFileSync } from 'node:fs';
import type { Part } from '@parley/contracts';
import { fakePrompt, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { messagesOf, startReplayer, tell, type Replayer } from '../contract/replay.ts';
import type { ModelEvent, ModelMessage } from '../port.ts';
import { createAnthropicMessagesProvider } from './create-anthropic-messages-provider.ts';

let replayer: Replayer;

beforeAll(async () => {
  replayer = await startReplayer(createAnthropicMessagesProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const event = (data: { type: string } & Record<string, unknown>): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const begin = event({
  type: 'message_start',
  message: {
    id: 'm',
    type: 'message',
    usage: { input_tokens: 5, cache_read_input_tokens: 3, cache_creation_input_tokens: 2, output_tokens: 1 },
  },
});
const start = (index: number, block: object): string => event({ type: 'content_block_start', index, content_block: block });
const delta = (index: number, inner: object): string => event({ type: 'content_block_delta', index, delta: inner });
const stop = (index: number): string => event({ type: 'content_block_stop', index });
const words = (index: number, text: string): string =>
  start(index, { type: 'text', text: '' }) + delta(index, { type: 'text_delta', text }) + stop(index);
const end = (reason = 'end_turn'): string =>
  event({ type: 'message_delta', delta: { stop_reason: reason }, usage: { output_tokens: 9 } }) + event({ type: 'message_stop' });
const ok = { body: begin + words(0, 'ok') + end() };
const counts = 'usage {"inputTokens":10,"cachedInputTokens":3,"cacheWriteTokens":2,"outputTokens":9}';

const text = (value: string): Part => ({ type: 'text', id: 'p1', text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });

async function said(body: string | Uint8Array): Promise<string[]> {
  const whole = await replayer.stream({ body });
  expect((await replayer.stream({ body, split: 1 })).events).toEqual(whole.events);
  expect(whole.error).toBeUndefined();
  checkModelEvents(whole.events, 'complete');
  return tell(whole.events);
}

test('reads a real tool call of Anthropic', async () => {
  const recording = readFileSync(new URL('./__fixtures__/anthropic-tool-use.sse', import.meta.url));
  expect(await said(recording)).toEqual([
    "text: I'll help you find out the current temperature in San Francisco. I'll use the get_current_temperature function to retrieve this information.",
    'tool get_current_temperature toolu_01Lfr3kUnHMZApePPRWMv1uS: {"city": "San Francisco"}',
    'usage {"inputTokens":351,"cachedInputTokens":0,"cacheWriteTokens":0,"outputTokens":85}',
    'finish tool-calls',
  ]);
});

test('reads thinking, a search of the web and what it cites, in the shapes of the reference', async () => {
  expect(await said(readFileSync(new URL('./__fixtures__/anthropic-thinking-web-search.sse', import.meta.url)))).toEqual([
    'reasoning: The tide table must be looked up. [EqQBCgIYAhIM1gbcDa9GJwZA2b3h]',
    'reasoning:  [redacted:EmwKAhgBEgy3va3pzix]',
    'reasoning:  [anthropic-search:{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"tides"}}]',
    'reasoning:  [anthropic-search:{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"Tides","url":"https://tides.example/","encrypted_content":"EqgfCioIARgB","page_age":null}]}]',
    'text: High water is at noon. 🌊',
    'source https://tides.example/ Tides',
    'usage {"inputTokens":2090,"cachedInputTokens":2048,"cacheWriteTokens":30,"outputTokens":61}',
    'finish end',
  ]);
});

test('reads what an answer cites of documents, with their names, pages and words, and its sentences as one text', async () => {
  const recording = readFileSync(new URL('./__fixtures__/anthropic-document-citations.sse', import.meta.url));
  expect(await said(recording)).toEqual([
    'text: By the report, high water came at noon, and the boats left. ⛵',
    'source report.pdf page 3 "High water came at noon."',
    'source notes.md "Boats leave at high water."',
    'source "All left."',
    'usage {"inputTokens":610,"outputTokens":74}',
    'finish end',
  ]);
});

test('reads thinking with its signature, hidden thinking, and a signature without words', async () => {
  const body =
    begin +
    start(0, { type: 'thinking', thinking: '', signature: '' }) +
    delta(0, { type: 'thinking_delta', thinking: 'Hm' }) +
    delta(0, { type: 'signature_delta', signature: 'abc' }) +
    stop(0) +
    start(1, { type: 'redacted_thinking', data: 'opaque' }) +
    stop(1) +
    start(2, { type: 'thinking', thinking: '', signature: '' }) +
    delta(2, { type: 'signature_delta', signature: 'def' }) +
    stop(2) +
    words(3, 'Yes') +
    end();
  expect(await said(body)).toEqual([
    'reasoning: Hm [abc]',
    'reasoning:  [redacted:opaque]',
    'reasoning:  [def]',
    'text: Yes',
    counts,
    'finish end',
  ]);
});

test('reads tool calls in pieces, whole, and without arguments', async () => {
  const body =
    begin +
    start(0, { type: 'tool_use', id: 'a', name: 'f', input: {} }) +
    delta(0, { type: 'input_json_delta', partial_json: '{"x"' }) +
    delta(0, { type: 'input_json_delta', partial_json: ':1}' }) +
    stop(0) +
    start(1, { type: 'tool_use', id: 'b', name: 'g', input: { y: 2 } }) +
    stop(1) +
    start(2, { type: 'tool_use', name: 'h', input: {} }) +
    stop(2) +
    end('tool_use');
  expect(await said(body)).toEqual(['tool f a: {"x":1}', 'tool g b: {"y":2}', 'tool h call_1: ', counts, 'finish tool-calls']);
});

test('skips pings and what it does not know, warns of unknown blocks once, cites sources', async () => {
  const body =
    event({ type: 'ping' }) +
    begin +
    event({ type: 'from_the_future', deep: [1] }) +
    start(0, { type: 'server_tool_use', id: 's', name: 'web_search' }) +
    delta(0, { type: 'input_json_delta', partial_json: '{}' }) +
    stop(0) +
    start(1, { type: 'web_search_tool_result', content: [] }) +
    stop(1) +
    start(2, { type: 'hologram', data: 'x' }) +
    delta(2, { type: 'hologram_delta', data: 'y' }) +
    stop(2) +
    start(3, { type: 'hologram' }) +
    stop(3) +
    start(4, { type: 'text', text: 'As ' }) +
    delta(4, { type: 'text_delta', text: 'told' }) +
    delta(4, { type: 'citations_delta', citation: { type: 'web_search_result_location', url: 'https://a.example/', title: 'A' } }) +
    stop(4) +
    delta(9, { type: 'signature_delta', signature: 'nowhere' }) +
    stop(9) +
    end();
  expect(await said(body)).toEqual([
    'reasoning:  [anthropic-search:{"type":"server_tool_use","id":"s","name":"web_search","input":{}}]',
    'warning provider.unknown-block',
    'text: As told',
    'source https://a.example/ A',
    counts,
    'finish end',
  ]);
});

test.each([
  ['end_turn', 'end'],
  ['stop_sequence', 'end'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'refusal'],
  ['pause_turn', 'length'],
  ['new_reason', 'other'],
])('maps the stop reason %s', async (reason, expected) => {
  expect((await said(begin + words(0, 'a') + end(reason))).at(-1)).toBe(`finish ${expected}`);
});

test('takes a stop reason for the end when message_stop is missing, and calls the rest cut off', async () => {
  expect(
    await said(begin + words(0, 'a') + event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } })),
  ).toEqual(['text: a', counts, 'finish end']);
  for (const body of ['', begin, `${begin}data: {"type":"content_blo`])
    expect((await replayer.stream({ body })).error).toMatchObject({ code: 'provider.cut-off' });
  const { events, error } = await replayer.stream({
    body: begin + start(0, { type: 'text', text: '' }) + delta(0, { type: 'text_delta', text: 'Half' }),
  });
  expect(error).toMatchObject({ code: 'provider.cut-off' });
  checkModelEvents(events, 'failed');
  expect(tell(events)[0]).toBe('text: Half');
});

test.each([
  ['overloaded_error', 'Overloaded', 'provider.overloaded'],
  ['api_error', 'Internal server error', 'provider.failed'],
  ['rate_limit_error', 'slow down', 'provider.rate-limited'],
  ['invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum', 'provider.context-too-long'],
  ['timeout_error', 'timed out', 'provider.timeout'],
])('keeps what arrived before %s inside a 200', async (type, message, code) => {
  const failure = event({ type: 'error', error: { type, message } });
  const { events, error } = await replayer.stream({
    body: begin + start(0, { type: 'text', text: '' }) + delta(0, { type: 'text_delta', text: 'Half' }) + failure,
  });
  expect(error).toMatchObject({ code, message });
  checkModelEvents(events, 'failed');
  expect(wordsOf(events)).toBe('Half');
});

test.each([
  [400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.', 'provider.quota-exhausted'],
  [400, 'invalid_request_error', 'messages: at least one message is required', 'provider.bad-request'],
  [401, 'authentication_error', 'invalid x-api-key', 'provider.key-refused'],
  [403, 'permission_error', 'no', 'provider.forbidden'],
  [404, 'not_found_error', 'model: claude-x', 'provider.model-not-found'],
  [413, 'request_too_large', 'Request exceeds the maximum size', 'provider.context-too-long'],
  [429, 'rate_limit_error', 'slow down', 'provider.rate-limited'],
  [500, 'api_error', 'oops', 'provider.failed'],
  [529, 'overloaded_error', 'Overloaded', 'provider.overloaded'],
])('maps status %i %s (%s)', async (status, type, message, code) => {
  const { error } = await replayer.stream({
    status,
    headers: { 'retry-after': '3' },
    body: JSON.stringify({ type: 'error', error: { type, message } }),
  });
  expect(error).toMatchObject({ name: 'ProviderError', code, status, message, retryAfter: 3 });
});

test('takes a whole document for an answer and says so when it is none', async () => {
  const whole = {
    type: 'message',
    content: [
      { type: 'thinking', thinking: 'Hm', signature: 's' },
      {
        type: 'text',
        text: 'All',
        citations: [{ type: 'char_location', cited_text: 'So it is.', document_index: 0, document_title: 'a.txt' }],
      },
    ],
    stop_reason: 'max_tokens',
    usage: { input_tokens: 1, output_tokens: 2 },
  };
  expect(tell((await replayer.stream({ body: JSON.stringify(whole) })).events)).toEqual([
    'reasoning: Hm [s]',
    'text: All',
    'source a.txt "So it is."',
    'usage {"inputTokens":1,"outputTokens":2}',
    'finish length',
  ]);
  expect((await replayer.stream({ body: '{}' })).error).toMatchObject({ code: 'provider.bad-answer' });
  expect((await replayer.stream({ body: '<html><body>Sign in</body></html>' })).error).toMatchObject({ code: 'provider.bad-answer' });
  expect((await replayer.stream({ body: `${begin}data: {"type":\n\n` })).error).toMatchObject({ code: 'provider.bad-answer' });
});

test('sends exactly what was asked, to addresses in every spelling', async () => {
  const { asked } = await replayer.stream(ok, { model: 'claude-sonnet-4-5', instructions: 'Be brief.', temperature: 0.5 });
  expect(asked[0]).toMatchObject({
    path: '/v1/messages',
    headers: { 'x-api-key': 'sk-secret-0123456789abcdef', 'anthropic-version': '2023-06-01' },
  });
  expect(asked[0]?.body).toEqual({
    model: 'claude-sonnet-4-5',
    max_tokens: 32_000,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    stream: true,
    system: 'Be brief.',
    temperature: 0.5,
    cache_control: { type: 'ephemeral' },
  });
  const address = asked[0]?.headers['host'] as string;
  for (const suffix of ['/', '/v1', '/v1/', '/v1/messages']) {
    expect((await replayer.stream(ok, {}, { baseUrl: `http://${address}${suffix}` })).asked[0]?.path).toBe('/v1/messages');
  }
  expect((await replayer.stream(ok, {}, { baseUrl: `http://${address}/anthropic` })).asked[0]?.path).toBe('/anthropic/v1/messages');
  const warm = await replayer.stream(ok, { temperature: 1.8, maxOutputTokens: 7 });
  expect(warm.asked[0]?.body).toMatchObject({ temperature: 1, max_tokens: 7 });
  expect(tell(warm.events)[0]).toBe('warning setting.narrowed');
});

test('sends signed thinking back, orders tool rounds and alternates roles', async () => {
  const messages = [
    say('assistant', text('Hello')),
    say('system', text('More rules.')),
    say('user', text('One')),
    say('user', text('  '), text('Two')),
    say(
      'assistant',
      { type: 'reasoning', id: 'r', text: 'Hm', signature: 'abc' },
      { type: 'reasoning', id: 's', text: '', signature: 'redacted:opaque' },
      { type: 'reasoning', id: 't', text: 'unsigned' },
      { type: 'tool-call', id: 'u', callId: 'c1', name: 'clock', arguments: '{"zone":"UTC"}' },
      { type: 'tool-call', id: 'v', callId: 'c2', name: 'clock', arguments: 'torn' },
      { type: 'tool-result', id: 'w', callId: 'c1', content: 'noon' },
      { type: 'tool-result', id: 'x', callId: 'c2', content: 'broken', isError: true },
      text('It is '),
      text('noon.'),
    ),
    say('user', text('Thanks')),
  ];
  const { asked } = await replayer.stream(ok, { messages, instructions: 'Rules.' });
  expect(asked[0]?.body).toMatchObject({
    system: 'Rules.\n\nMore rules.',
    tools: [{ name: 'clock', input_schema: { type: 'object' } }],
    tool_choice: { type: 'none' },
  });
  expect(asked[0]?.body['messages']).toEqual([
    { role: 'user', content: [{ type: 'text', text: '(The assistant begins.)' }] },
    { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'One' },
        { type: 'text', text: 'Two' },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm', signature: 'abc' },
        { type: 'redacted_thinking', data: 'opaque' },
        { type: 'tool_use', id: 'c1', name: 'clock', input: { zone: 'UTC' } },
        { type: 'tool_use', id: 'c2', name: 'clock', input: {} },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'c1', content: 'noon' },
        { type: 'tool_result', tool_use_id: 'c2', content: 'broken', is_error: true },
      ],
    },
    { role: 'assistant', content: [{ type: 'text', text: 'It is noon.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Thanks' }] },
  ]);
});

test('goes on from an answer, whose closing white space it may not send and does not repeat', async () => {
  const messages = [say('user', text('Tell')), say('assistant', text('Once upon\n '))];
  const first = await replayer.stream({ body: begin + words(0, '\n  a time') + end() }, { messages });
  expect(messagesOf(first, 0).at(-1)).toEqual({
    role: 'assistant',
    content: [{ type: 'text', text: 'Once upon' }],
  });
  expect(wordsOf(first.events)).toBe(' a time');
  const thoughtOnly = await replayer.stream(ok, {
    messages: [say('user', text('Tell')), say('assistant', { type: 'reasoning', id: 'r', text: 'Hm', signature: 's' })],
  });
  expect(messagesOf(thoughtOnly, 0).map(({ role }) => role)).toEqual(['user']);
});

test('asks again in another way when a part of the request is refused', async () => {
  const refuse = (message: string) => ({
    status: 400,
    body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }),
  });
  const limited = await replayer.stream(
    [refuse('max_tokens: 32000 > 8192, which is the maximum allowed number of output tokens for claude-x'), ok],
    { model: 'claude-opus-4-1' },
  );
  expect(limited.asked[1]?.body).toMatchObject({ max_tokens: 8192 });
  const cool = await replayer.stream([refuse('`temperature` is not supported for this model'), ok], { temperature: 1 });
  expect(cool.asked[1]?.body).not.toHaveProperty('temperature');
  expect(tell(cool.events)[0]).toBe('warning provider.setting-ignored');
  const messages = [say('user', text('Tell')), say('assistant', { type: 'reasoning', id: 'r', text: 'Hm', signature: 's' }, text('Once'))];
  const unsigned = await replayer.stream([refuse('messages.1.content.0: Invalid `signature` in `thinking` block'), ok], { messages });
  expect(messagesOf(unsigned, 1).at(-1)).toEqual({
    role: 'assistant',
    content: [{ type: 'text', text: 'Once' }],
  });
  const asking = await replayer.stream(
    [refuse('This model does not support assistant message prefill. The conversation must end with a user message.'), ok],
    { messages },
  );
  expect(messagesOf(asking, 1).map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect((await replayer.stream(refuse('nothing to be done'))).asked).toHaveLength(1);
});

test('reads every page of the list of models', async () => {
  const page = (ids: string[], more: boolean) => ({
    body: JSON.stringify({
      data: ids.map((id) => ({ type: 'model', id, display_name: id.toUpperCase() })),
      has_more: more,
      last_id: ids.at(-1),
    }),
  });
  const { models, asked } = await replayer.models([page(['a', 'b'], true), page(['c'], false)]);
  expect(models).toEqual([
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B' },
    { id: 'c', name: 'C' },
  ]);
  expect(asked.map(({ path }) => path)).toEqual(['/v1/models?limit=100', '/v1/models?limit=100&after_id=b']);
  expect((await replayer.models(page(['a'], true))).models).toEqual([{ id: 'a', name: 'A' }]);
  expect(
    (await replayer.models({ status: 401, body: '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}' }))
      .models,
  ).toMatchObject({ code: 'provider.key-refused' });
  expect((await replayer.models({ body: '[]' })).models).toMatchObject({ code: 'provider.bad-answer' });
});

test('hears what the official client hears', async () => {
  await using fake = await startFakeProvider();
  await using egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
  const provider = createAnthropicMessagesProvider({ egress, access: { baseUrl: fake.url, key: 'k', trust: 'operator' } });
  const prompt = fakePrompt({ tokens: 500, reasoning: 20, tool: 'clock', comments: true, crlf: true, splitBytes: 7 });
  const official = await new Anthropic({ apiKey: 'k', baseURL: fake.url }).messages
    .stream({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: prompt }] })
    .finalMessage();
  const events: ModelEvent[] = [];
  for await (const said of provider.stream({ model: 'm', messages: [say('user', text(prompt))] }, new AbortController().signal))
    events.push(said);
  const [thinking, answer, tool] = official.content;
  expect(thinking).toMatchObject({ type: 'thinking', thinking: wordsOf(events, 'reasoning') });
  expect(answer).toMatchObject({ type: 'text', text: wordsOf(events) });
  expect(tool).toMatchObject({ type: 'tool_use', input: JSON.parse(wordsOf(events, 'tool-call')) as object });
  expect(events).toContainEqual({
    type: 'usage',
    usage: {
      inputTokens: official.usage.input_tokens,
      cachedInputTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: official.usage.output_tokens,
    },
  });
});
