import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Part } from '@parley/contracts';
import { messagesOf, startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { goOn } from '../kit/prefill.ts';
import type { ModelMessage } from '../port.ts';
import { createCohereProvider } from './create-cohere-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createCohereProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = {
  body: 'data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"ok"}}}}\n\ndata: {"type":"message-end","delta":{"finish_reason":"COMPLETE"}}\n\n',
};
const text = (value: string): Part => ({ type: 'text', id: 'p1', text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });
const json = (body: unknown, status = 200) => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('sends exactly what was asked', async () => {
  const { asked } = await replayer.stream(
    ok,
    { model: 'command-a', instructions: 'Be brief.', temperature: 0.5, maxOutputTokens: 9 },
    { headers: { 'X-Client-Name': 'parley' } },
  );
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    path: '/v2/chat',
    headers: { authorization: 'Bearer sk-secret-0123456789abcdef', accept: 'text/event-stream', 'x-client-name': 'parley' },
  });
  expect(asked[0]?.body).toEqual({
    model: 'command-a',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
    stream: true,
    temperature: 0.5,
    max_tokens: 9,
  });
});

test.each(['/', '/v1', '/v2/', '/v2/chat'])('takes an address that ends in %s', async (path) => {
  const own = await startReplayer(createCohereProvider, path);
  expect((await own.stream(ok)).asked[0]?.path).toBe('/v2/chat');
  await own[Symbol.asyncDispose]();
});

test('sends rounds of calls with their plan and results, and leaves out what has no counterpart, and reasoning', async () => {
  const call = (id: string): Part => ({
    type: 'tool-call',
    id: `c${id}`,
    callId: id,
    name: 'clock',
    arguments: id === '1' ? '' : '{"a":1}',
  });
  const result = (id: string): Part => ({ type: 'tool-result', id: `r${id}`, callId: id, content: `noon ${id}` });
  const answer = await replayer.stream(ok, {
    messages: [
      say('user', text('a')),
      say(
        'assistant',
        { type: 'reasoning', id: 'r', text: 'Hm' },
        text('Let me see.'),
        call('1'),
        call('2'),
        call('lost'),
        result('1'),
        result('2'),
        result('whose'),
        { ...text('Noon.'), id: 'p3' },
      ),
      say('user', text('b')),
      say('user', text('c')),
    ],
  });
  const sent = (id: string, args: string) => ({ id, type: 'function', function: { name: 'clock', arguments: args } });
  expect(messagesOf(answer, 0)).toEqual([
    { role: 'user', content: 'a' },
    { role: 'assistant', tool_calls: [sent('1', '{}'), sent('2', '{"a":1}')], tool_plan: 'Let me see.' },
    { role: 'tool', tool_call_id: '1', content: 'noon 1' },
    { role: 'tool', tool_call_id: '2', content: 'noon 2' },
    { role: 'assistant', content: 'Noon.' },
    { role: 'user', content: 'b\n\nc' },
  ]);
});

test('asks in words for an answer to go on, and repeats no white space', async () => {
  const goesOn = { body: ok.body.replace('"ok"', '" upon"') };
  const answer = await replayer.stream(goesOn, { messages: [say('user', text('Tell')), say('assistant', text('Once '))] });
  expect(messagesOf(answer, 0).slice(1)).toEqual([
    { role: 'assistant', content: 'Once ' },
    { role: 'user', content: goOn },
  ]);
  expect(tell(answer.events)).toEqual(['text: upon', 'finish end']);
});

test('leaves out a setting that is refused, and says so', async () => {
  const refusals = [
    json({ message: 'invalid request: temperature must be between 0 and 1.0 inclusive.' }, 400),
    json({ message: 'max_tokens is too large' }, 422),
    ok,
  ];
  const { events, asked } = await replayer.stream(refusals, { temperature: 0.9, maxOutputTokens: 9 });
  expect(tell(events)).toEqual(['warning provider.setting-ignored', 'warning provider.setting-ignored', 'text: ok', 'finish end']);
  expect(asked.map(({ body }) => [body['temperature'], body['max_tokens']])).toEqual([
    [0.9, 9],
    [undefined, 9],
    [undefined, undefined],
  ]);
  expect((await replayer.stream(refusals[0]!)).error).toMatchObject({ code: 'provider.bad-request' });
});

test.each([
  [400, 'too many tokens: total number of tokens in the prompt cannot exceed 4081', 'provider.context-too-long'],
  [400, 'invalid request: message must be at least 1 token long', 'provider.bad-request'],
  [401, 'invalid api token', 'provider.key-refused'],
  [402, 'Please add or update your payment method', 'provider.quota-exhausted'],
  [403, 'Your account may not do this', 'provider.forbidden'],
  [404, "model 'nope' not found, make sure the correct model ID was used", 'provider.model-not-found'],
  [429, 'You are using a Trial key, which is limited to 20 API calls / minute.', 'provider.rate-limited'],
  [500, 'internal server error', 'provider.failed'],
  [503, 'the service is unavailable', 'provider.overloaded'],
  [504, 'upstream timed out', 'provider.timeout'],
])('tells a refusal with status %d as what it is: %s', async (status, message, code) => {
  const { events, error } = await replayer.stream(json({ id: 'x', message }, status));
  expect(events).toEqual([]);
  expect(error).toMatchObject({ code, status, message });
});

test('says something where a refusal has no words, hides the key, and heeds how long to wait', async () => {
  expect((await replayer.stream({ status: 500, body: '' })).error).toMatchObject({
    message: 'Cohere answered with status 500 and no words.',
  });
  const { error } = await replayer.stream({
    ...json({ message: 'bad key sk-secret-0123456789abcdef' }, 429),
    headers: { 'retry-after': '7' },
  });
  expect(error).toMatchObject({ code: 'provider.rate-limited', retryAfter: 7, message: 'bad key •••' });
});

test('lists models that chat, page by page', async () => {
  const first = json({
    models: [
      { name: 'command-a', endpoints: ['chat'], context_length: 256_000 },
      { name: 'embed-v4', endpoints: ['embed'], context_length: 512 },
      { name: 'command', endpoints: ['chat'], is_deprecated: true },
      null,
    ],
    next_page_token: 'n/2',
  });
  const second = json({ models: [{ name: 'command-a' }, { name: 'aya', context_length: 0 }] });
  const { models, asked } = await replayer.models([first, second]);
  expect(models).toEqual([
    { id: 'command-a', name: 'command-a', contextTokens: 256_000 },
    { id: 'aya', name: 'aya' },
  ]);
  expect(asked.map(({ path }) => path)).toEqual([
    '/v1/models?endpoint=chat&page_size=1000',
    '/v1/models?endpoint=chat&page_size=1000&page_token=n%2F2',
  ]);
  expect((await replayer.models(first)).asked).toHaveLength(2);
  expect((await replayer.models(json({ message: 'invalid api token' }, 401))).models).toMatchObject({ code: 'provider.key-refused' });
  expect((await replayer.models(json({ data: [] }))).models).toMatchObject({ code: 'provider.bad-answer' });
});
