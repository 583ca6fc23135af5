import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Part } from '@parley/contracts';
import { checkModelEvents } from '../contract/check-model-events.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { goOn } from '../kit/prefill.ts';
import type { ModelCall, ModelMessage } from '../port.ts';
import { buildOpenAiChatRequest } from './build-openai-chat-request.ts';
import { createOpenAiChatProvider } from './create-openai-chat-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOpenAiChatProvider, '/v1');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const done = 'data: [DONE]\n\n';
const chunk = (delta: unknown, finish: string | null = null, more: object = {}): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`;
const pieces = (...words: string[]): string => words.map((content) => chunk({ content })).join('');

async function said(body: string): Promise<string[]> {
  const whole = await replayer.stream({ body });
  expect((await replayer.stream({ body, split: 1 })).events).toEqual(whole.events);
  checkModelEvents(whole.events, 'complete');
  return tell(whole.events);
}

test.each([
  ['in one piece', pieces('<think>\nHm\n</think>\n\nYes')],
  ['with tags cut anywhere', pieces('<', 'thi', 'nk>', '\n', 'H', 'm', '\n<', '/th', 'ink', '>\n', '\n', 'Y', 'es')],
  ['character by character', pieces(...'<think>Hm</think>\n\nYes'.split(''))],
])('reads reasoning inside the text %s', async (_name, body) => {
  expect(await said(body + chunk({}, 'stop') + done)).toEqual(['reasoning: Hm', 'text: Yes', 'finish end']);
});

test('leaves the tag alone where it is written about, or where reasoning has a field of its own', async () => {
  expect(await said(pieces('Models ', 'write <think>', 'so</think>.') + chunk({}, 'stop') + done)).toEqual([
    'text: Models write <think>so</think>.',
    'finish end',
  ]);
  const own = chunk({ reasoning_content: 'Hm' }) + pieces('<think>', 'x</think>');
  expect(await said(own + chunk({}, 'stop') + done)).toEqual(['reasoning: Hm', 'text: <think>x</think>', 'finish end']);
});

test('keeps what waits for the rest of a tag: before a tool call, at the end, and when the answer breaks off', async () => {
  const call = chunk({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'clock', arguments: '{}' } }] }, 'tool_calls');
  expect(await said(pieces('<thi') + call + done)).toEqual(['text: <thi', 'tool clock c1: {}', 'finish tool-calls']);
  expect(await said(pieces('<think>', 'Hm', ' </thi') + chunk({}, 'length') + done)).toEqual(['reasoning: Hm </thi', 'finish length']);
  const { events, error } = await replayer.stream({ body: pieces('<think>', 'Hm </') });
  expect(error).toMatchObject({ code: 'provider.cut-off' });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(['reasoning: Hm </']);
});

test.each([
  ['Groq', { x_groq: { id: 'r', usage: { prompt_tokens: 5, completion_tokens: 2 } } }, { inputTokens: 5, outputTokens: 2 }],
  [
    'DeepSeek',
    { usage: { prompt_tokens: 9, completion_tokens: 3, prompt_cache_hit_tokens: 8, completion_tokens_details: { reasoning_tokens: 1 } } },
    { inputTokens: 9, outputTokens: 3, reasoningTokens: 1, cachedInputTokens: 8 },
  ],
  [
    'xAI, which counts reasoning beside the answer',
    {
      usage: {
        prompt_tokens: 10,
        completion_tokens: 4,
        total_tokens: 20,
        prompt_tokens_details: { cached_tokens: 2 },
        completion_tokens_details: { reasoning_tokens: 6 },
      },
    },
    { inputTokens: 10, outputTokens: 10, reasoningTokens: 6, cachedInputTokens: 2 },
  ],
  [
    'OpenAI, which counts it within',
    { usage: { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20, completion_tokens_details: { reasoning_tokens: 6 } } },
    { inputTokens: 10, outputTokens: 10, reasoningTokens: 6 },
  ],
])('counts tokens as %s tells them', async (_name, more, usage) => {
  expect(await said(pieces('a') + chunk({}, 'stop', more) + done)).toEqual(['text: a', `usage ${JSON.stringify(usage)}`, 'finish end']);
});

test('takes the sources of Perplexity once, with their titles', async () => {
  const more = {
    citations: ['https://a.example/', 'https://b.example/'],
    search_results: [{ title: 'A', url: 'https://a.example/', date: null }],
  };
  expect(await said(chunk({ content: 'a' }, null, more) + chunk({}, 'stop', more) + done)).toEqual([
    'text: a',
    'source https://a.example/ A',
    'source https://b.example/',
    'finish end',
  ]);
});

const text = (value: string): Part => ({ type: 'text', id: 'p1', text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });
const plain: ModelCall = { model: 'm', messages: [say('user', text('Hi'))], maxOutputTokens: 9 };
const half: ModelCall = { model: 'm', messages: [say('user', text('Hi')), say('assistant', text('Half'))] };

test.each([
  ['https://api.openai.com/v1', { max_completion_tokens: 9, stream_options: { include_usage: true } }],
  ['https://api.mistral.ai/v1', { max_tokens: 9 }],
  ['https://api.perplexity.ai', { max_tokens: 9 }],
  ['https://api.x.ai/v1', { max_tokens: 9, stream_options: { include_usage: true } }],
  ['https://api.groq.com/openai/v1', { max_tokens: 9, stream_options: { include_usage: true } }],
  ['https://openrouter.ai/api/v1', { max_tokens: 9, stream_options: { include_usage: true } }],
  ['https://api.together.xyz/v1', { max_tokens: 9, stream_options: { include_usage: true } }],
  ['https://api.deepseek.com/v1', { max_tokens: 9, stream_options: { include_usage: true } }],
  ['https://mistral.ai.example.org/v1', { max_tokens: 9, stream_options: { include_usage: true } }],
  ['no address', { max_tokens: 9, stream_options: { include_usage: true } }],
])('sends %s the fields it takes', (baseUrl, fields) => {
  expect(buildOpenAiChatRequest(plain, baseUrl)).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
    ...fields,
  });
});

test.each([
  ['https://openrouter.ai/api/v1', [{ role: 'assistant', content: 'Half' }]],
  ['https://api.mistral.ai/v1', [{ role: 'assistant', content: 'Half', prefix: true }]],
  ['https://api.deepseek.com/beta', [{ role: 'assistant', content: 'Half', prefix: true }]],
  [
    'https://api.deepseek.com/v1',
    [
      { role: 'assistant', content: 'Half' },
      { role: 'user', content: goOn },
    ],
  ],
  [
    'https://api.perplexity.ai',
    [
      { role: 'assistant', content: 'Half' },
      { role: 'user', content: goOn },
    ],
  ],
])('has an answer gone on with in the way of %s', (baseUrl, ending) => {
  expect(buildOpenAiChatRequest(half, baseUrl).messages.slice(1)).toEqual(ending);
});

test('gives Mistral ids it takes, the same for a call and its result, and keeps its own', () => {
  const call = (callId: string): Part[] => [
    { type: 'tool-call', id: `c${callId}`, callId, name: 'clock', arguments: '{}' },
    { type: 'tool-result', id: `r${callId}`, callId, content: 'noon' },
  ];
  const asked = (baseUrl: string) =>
    buildOpenAiChatRequest(
      {
        model: 'm',
        messages: [say('user', text('Hi')), say('assistant', ...call('toolu_01ABCDEF'), ...call('a1B2c3D4e')), say('user', text('?'))],
      },
      baseUrl,
    ).messages.flatMap(({ tool_calls: calls, tool_call_id: id }) => [
      ...(calls ?? []).map((entry) => entry.id),
      ...(id === undefined ? [] : [id]),
    ]);
  const ids = asked('https://api.mistral.ai/v1');
  expect(ids).toEqual([expect.stringMatching(/^[a-z0-9]{9}$/), ids[0], 'a1B2c3D4e', 'a1B2c3D4e']);
  expect(asked('https://api.mistral.ai/v1')).toEqual(ids);
  expect(asked('https://openrouter.ai/api/v1')[0]).toBe('toolu_01ABCDEF');
});
