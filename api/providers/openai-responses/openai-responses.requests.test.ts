import type { Part } from '@parley/contracts';
import { fakePrompt, fakeText, startFakeProvider } from '@parley/test-kit';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { goOn } from '../kit/prefill.ts';
import type { ModelCall, ModelEvent, ModelMessage } from '../port.ts';
import { buildResponsesRequest } from './build-responses-request.ts';
import { createOpenAiResponsesProvider } from './create-openai-responses-provider.ts';

let replayer: Replayer;
let bare: Replayer;

beforeAll(async () => {
  replayer = await startReplayer(createOpenAiResponsesProvider, '/v1');
  bare = await startReplayer(createOpenAiResponsesProvider);
});
afterAll(async () => {
  await replayer[Symbol.asyncDispose]();
  await bare[Symbol.asyncDispose]();
});

const answer = (text: string) => ({
  body: [
    { type: 'response.output_text.delta', delta: text },
    { type: 'response.completed', response: { status: 'completed' } },
  ]
    .map((data) => `data: ${JSON.stringify(data)}\n\n`)
    .join(''),
});
const ok = answer('ok');
const refuse = (message: string, code: string | null = null, status = 400) => ({
  status,
  body: JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } }),
});
const text = (value: string): Part => ({ type: 'text', id: 'p1', text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });
const sealed = (id: string, words = 'Hm'): Part => ({ type: 'reasoning', id, text: words, signature: `openai:${id}:sealed-${id}` });

/** Without `readonly`, as the vendor's own types are. */
type Mutable<T> = T extends readonly (infer E)[] ? Mutable<E>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

test('sends exactly what was asked, in the words of the vendor', async () => {
  const call: ModelCall = {
    model: 'gpt-5.1',
    instructions: 'Be brief.',
    temperature: 0.5,
    maxOutputTokens: 900,
    messages: [say('user', text('Hi'))],
  };
  const { asked } = await replayer.stream(ok, call);
  expect(asked[0]).toMatchObject({
    path: '/v1/responses',
    headers: { authorization: 'Bearer sk-secret-0123456789abcdef', 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  expect(asked[0]?.body).toEqual({
    model: 'gpt-5.1',
    input: [{ role: 'user', content: 'Hi' }],
    stream: true,
    store: false,
    instructions: 'Be brief.',
    temperature: 0.5,
    max_output_tokens: 900,
    reasoning: { summary: 'auto' },
    include: ['reasoning.encrypted_content'],
  });
  // The official client's types are the vendor's reference: this compiles only while we send what they describe.
  const { body } = buildResponsesRequest(call);
  const official: OpenAI.Responses.ResponseCreateParamsStreaming = structuredClone(body) as Mutable<typeof body>;
  expect(official.stream).toBe(true);
});

test.each(['gpt-4o', 'gpt-4.1-mini', 'chatgpt-4o-latest', 'gpt-3.5-turbo', 'ft:gpt-4o:acme', 'gpt-5-chat-latest'])(
  'does not ask %s for reasoning',
  async (model) => {
    const { asked } = await replayer.stream(ok, { model });
    expect(asked[0]?.body).toEqual({ model, input: [{ role: 'user', content: 'Hi' }], stream: true, store: false });
  },
);

test('finds its path behind addresses in every spelling', async () => {
  expect((await bare.stream(ok)).asked[0]?.path).toBe('/v1/responses');
  const list = { body: '{"data":[{"id":"gpt-5"},{"id":"whisper-1"}]}' };
  expect(await bare.models(list)).toMatchObject({ models: [{ id: 'gpt-5', name: 'gpt-5' }], asked: [{ path: '/v1/models' }] });
  expect(
    (await replayer.models(refuse('Incorrect API key provided: sk-secret-0123456789abcdef', 'invalid_api_key', 401))).models,
  ).toMatchObject({
    code: 'provider.key-refused',
    message: 'Incorrect API key provided: •••',
  });
  expect((await replayer.models({ body: '{}' })).models).toMatchObject({ code: 'provider.bad-answer' });
});

test('sends reasoning, calls and results as items, and what has no counterpart not at all', async () => {
  const { asked } = await replayer.stream(ok, {
    messages: [
      say('system', text('Rules.')),
      say('user', text('One'), text('  '), text('Two')),
      say(
        'assistant',
        sealed('rs_1'),
        { type: 'tool-call', id: 'a', callId: 'c1', name: 'clock', arguments: '{"zone":"UTC"}' },
        { type: 'tool-call', id: 'b', callId: 'c2', name: 'clock', arguments: '' },
        { type: 'tool-result', id: 'c', callId: 'c1', content: 'noon' },
        { type: 'tool-result', id: 'd', callId: 'c2', content: 'broken', isError: true },
        { type: 'reasoning', id: 'e', text: 'of another provider', signature: 'abc' },
        { type: 'reasoning', id: 'f', text: 'unsigned' },
        sealed('rs_2', ''),
        text('It is '),
        text('noon.'),
        { type: 'source', id: 'g', url: 'https://a.example/' },
        // Neither an answer nor a call follows it.
        sealed('rs_3'),
        { type: 'tool-call', id: 'h', callId: 'c3', name: 'clock', arguments: '{}' },
        { type: 'tool-result', id: 'i', callId: 'c4', content: 'of nothing' },
      ),
      say('assistant', text('')),
      say('user', text('Thanks')),
    ],
  });
  expect(asked[0]?.body['input']).toEqual([
    { role: 'system', content: 'Rules.' },
    { role: 'user', content: 'One\n\nTwo' },
    { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'sealed-rs_1' },
    { type: 'function_call', call_id: 'c1', name: 'clock', arguments: '{"zone":"UTC"}' },
    { type: 'function_call', call_id: 'c2', name: 'clock', arguments: '{}' },
    { type: 'function_call_output', call_id: 'c1', output: 'noon' },
    { type: 'function_call_output', call_id: 'c2', output: 'broken' },
    { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'sealed-rs_2' },
    { role: 'assistant', content: 'It is noon.' },
    { role: 'user', content: 'Thanks' },
  ]);
});

test('asks the model to go on from a partial answer, and says that it can do no better', async () => {
  const messages = [say('user', text('Tell')), say('assistant', sealed('rs_1'), text('Once upon\n '))];
  const { asked, events } = await replayer.stream(answer('\n  a time'), { messages });
  expect(asked[0]?.body['input']).toEqual([
    { role: 'user', content: 'Tell' },
    { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'sealed-rs_1' },
    { role: 'assistant', content: 'Once upon\n ' },
    { role: 'user', content: goOn },
  ]);
  expect(tell(events)).toEqual(['warning provider.setting-ignored', 'text:  a time', 'finish end']);
  // An answer that was cut off while it was thinking begins again.
  const thoughtOnly = await replayer.stream(ok, { messages: [say('user', text('Tell')), say('assistant', sealed('rs_1'))] });
  expect(thoughtOnly.asked[0]?.body['input']).toEqual([{ role: 'user', content: 'Tell' }]);
  expect(tell(thoughtOnly.events)[0]).toBe('text: ok');
});

test('raises a limit that the API would refuse, and says so', async () => {
  const { asked, events } = await replayer.stream(ok, { maxOutputTokens: 5 });
  expect(asked[0]?.body).toMatchObject({ max_output_tokens: 16 });
  expect(tell(events)[0]).toBe('warning setting.narrowed');
});

test.each([
  ['reasoning', "Unsupported parameter: 'reasoning.summary' is not supported with this model.", ['reasoning', 'include'], 0],
  ['sealed reasoning', 'Encrypted content is not supported with this model.', ['reasoning', 'include'], 0],
  ['summaries', 'Your organization must be verified to generate reasoning summaries.', ['reasoning'], 1],
  ['temperature', "Unsupported parameter: 'temperature' is not supported with this model.", ['temperature'], 1],
  ['store', 'Unrecognized request argument supplied: store', ['store'], 0],
])('asks again without %s when it is refused', async (_name, message, without, warnings) => {
  const { asked, events, error } = await replayer.stream([refuse(message), ok], { temperature: 0.5 });
  expect(error).toBeUndefined();
  expect(wordsOf(events)).toBe('ok');
  const expected = { ...asked[0]?.body };
  for (const name of without) delete expected[name];
  expect(asked[1]?.body).toEqual(expected);
  expect(events.filter(({ type }) => type === 'warning')).toHaveLength(warnings);
});

test.each([
  [
    'The encrypted content for item rs_1 could not be verified. Reason: Encrypted content could not be decrypted or parsed.',
    'invalid_encrypted_content',
    400,
  ],
  ["Item with id 'rs_1' not found. Items are not persisted when `store` is set to false.", null, 404],
  ["Item 'rs_1' of type 'reasoning' was provided without its required following item.", null, 400],
])('asks again without the reasoning of another account (%s)', async (message, code, status) => {
  const messages = [say('user', text('Tell')), say('assistant', sealed('rs_1'), text('Once')), say('user', text('More'))];
  const { asked, error } = await replayer.stream([refuse(message, code, status), ok], { messages });
  expect(error).toBeUndefined();
  expect(asked[1]?.body).toEqual({
    ...asked[0]?.body,
    input: [
      { role: 'user', content: 'Tell' },
      { role: 'assistant', content: 'Once' },
      { role: 'user', content: 'More' },
    ],
  });
});

test('reports a refusal it cannot help, and one that stays', async () => {
  const stays = await replayer.stream(refuse("Unsupported parameter: 'reasoning'"));
  expect(stays.asked).toHaveLength(2);
  expect(stays.error).toMatchObject({ code: 'provider.bad-request', status: 400 });
  expect((await replayer.stream(refuse('input is required'))).asked).toHaveLength(1);
});

test.each([
  [401, 'invalid_api_key', 'Incorrect API key provided', 'provider.key-refused'],
  [403, 'unsupported_country_region_territory', 'Country, region, or territory not supported', 'provider.forbidden'],
  [404, 'model_not_found', 'The model `x` does not exist', 'provider.model-not-found'],
  [400, 'context_length_exceeded', 'Your input exceeds the context window of this model.', 'provider.context-too-long'],
  [400, null, 'Invalid input', 'provider.bad-request'],
  [429, 'insufficient_quota', 'You exceeded your current quota', 'provider.quota-exhausted'],
  [429, 'rate_limit_exceeded', 'Rate limit reached', 'provider.rate-limited'],
  [500, 'server_error', 'The server had an error', 'provider.failed'],
  [503, null, 'Slow down', 'provider.overloaded'],
])('maps status %i %s (%s)', async (status, code, message, expected) => {
  const { error } = await replayer.stream({ ...refuse(message, code, status), headers: { 'retry-after': '3' } });
  expect(error).toMatchObject({ name: 'ProviderError', code: expected, status, message, retryAfter: 3 });
});

test('never shows the key it was refused with', async () => {
  const key = 'sk-secret-0123456789abcdef';
  const { error } = await replayer.stream(refuse(`Incorrect API key provided: ${key}.`, 'invalid_api_key', 401));
  expect(String(error)).not.toContain(key.slice(0, 10));
  expect((await replayer.stream(ok, {}, { key: 'two words' })).error).toMatchObject({ code: 'provider.key-refused' });
});

test('hears what the official client hears, and goes on where the fake stopped', async () => {
  await using fake = await startFakeProvider();
  await using egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
  const provider = createOpenAiResponsesProvider({ egress, access: { baseUrl: fake.openAiUrl, key: 'k', trust: 'operator' } });
  const prompt = fakePrompt({ tokens: 500, reasoning: 20, tool: 'clock', comments: true, crlf: true, splitBytes: 7 });
  const official = await new OpenAI({ apiKey: 'k', baseURL: fake.openAiUrl }).responses
    .stream({ model: 'm', input: prompt })
    .finalResponse();
  const listen = async (call: Partial<ModelCall>): Promise<ModelEvent[]> => {
    const events: ModelEvent[] = [];
    const full = { model: 'm', messages: [say('user', text(prompt))], ...call };
    for await (const said of provider.stream(full, new AbortController().signal)) events.push(said);
    checkModelEvents(events, 'complete');
    return events;
  };
  const events = await listen({});
  expect(official.output_text).toBe(wordsOf(events));
  expect(official.output).toMatchObject([
    { type: 'reasoning', summary: [{ text: wordsOf(events, 'reasoning') }] },
    { type: 'message' },
    { type: 'function_call', name: 'clock', arguments: wordsOf(events, 'tool-call') },
  ]);
  expect(events).toContainEqual({
    type: 'usage',
    usage: {
      inputTokens: official.usage?.input_tokens,
      outputTokens: official.usage?.output_tokens,
      reasoningTokens: 20,
      cachedInputTokens: 0,
    },
  });
  const rest = await listen({ messages: [say('user', text(fakePrompt({ tokens: 6, cutAt: 3 }))), say('assistant', text(fakeText(3)))] });
  expect(wordsOf(rest)).toBe(' w4 w5 w6');
});
