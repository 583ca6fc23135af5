import { readFileSync } from 'node:fs';
import { limits } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createOpenAiChatProvider } from './create-openai-chat-provider.ts';

let replayer: Replayer;

beforeAll(async () => {
  replayer = await startReplayer(createOpenAiChatProvider, '/v1');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const recording = (name: string): Buffer => readFileSync(new URL(`./__fixtures__/${name}.sse`, import.meta.url));

const chunk = (delta: unknown, finish: string | null = null, more: object = {}): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`;
const line = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const done = 'data: [DONE]\n\n';

/** Plays an answer whole and byte by byte; both must say the same. */
async function said(body: string | Uint8Array, outcome: 'complete' | 'failed' = 'complete'): Promise<string[]> {
  const whole = await replayer.stream({ body });
  const bytewise = await replayer.stream({ body, split: 1 });
  expect(bytewise.events).toEqual(whole.events);
  checkModelEvents(whole.events, outcome);
  if (outcome === 'complete') expect(whole.error).toBeUndefined();
  else expect(whole.error).toMatchObject({ name: 'ProviderError' });
  return tell(whole.events);
}

test('reads a real tool call of OpenAI', async () => {
  expect(await said(recording('openai-chat-tool-call'))).toEqual([
    'tool get_current_temperature call_QXZLQbxriC1eBnOMXLPMopfe: {"city":"San Francisco"}',
    'usage {"inputTokens":66,"outputTokens":16,"reasoningTokens":0,"cachedInputTokens":0}',
    'finish tool-calls',
  ]);
});

test('reads a real answer of OpenRouter, comments, two finishes and all', async () => {
  expect(await said(recording('openrouter-comments'))).toEqual([
    'text: 1\n2\n3',
    'usage {"inputTokens":15,"outputTokens":9,"reasoningTokens":0,"cachedInputTokens":0}',
    'finish end',
  ]);
});

test.each([
  ['reasoning_content (DeepSeek)', chunk({ content: null, reasoning_content: 'Hm' }) + chunk({ content: 'Yes', reasoning_content: null })],
  ['reasoning (Ollama, Groq)', chunk({ content: '', reasoning: 'Hm' }) + chunk({ content: 'Yes' })],
  ['thinking', chunk({ thinking: 'Hm' }) + chunk({ content: 'Yes' })],
  [
    'reasoning beside its details (OpenRouter)',
    chunk({ content: '', reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] }) +
      chunk({ content: 'Yes', reasoning: null }),
  ],
  [
    'reasoning in its details alone',
    chunk({ content: '', reasoning_details: [{ type: 'reasoning.text', text: 'Hm' }] }) + chunk({ content: 'Yes' }),
  ],
  [
    'typed pieces (Mistral)',
    chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'H' }] }] }) +
      chunk({
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'm' }] },
          { type: 'text', text: 'Y' },
        ],
      }) +
      chunk({ content: 'es' }),
  ],
])('reads reasoning as %s', async (_name, body) => {
  expect(await said(chunk({ role: 'assistant', content: '' }) + body + chunk({}, 'stop') + done)).toEqual([
    'reasoning: Hm',
    'text: Yes',
    'finish end',
  ]);
});

test('reads the first choice alone, null choices and chunks without any', async () => {
  const body =
    line({ choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] }) +
    line({ choices: null, usage: null }) +
    line({ object: 'something.new', future: [1] }) +
    line({ choices: [null, { index: 1, delta: { content: 'no' } }, { index: 0, delta: { content: 'yes' } }] }) +
    line({ choices: [{ index: 0, delta: null, content_filter_offsets: {} }] }) +
    line({ choices: [{ delta: { content: '!' }, finish_reason: '' }] }) +
    line({ choices: [{ index: 0, finish_reason: 'stop', delta: {} }] }) +
    done;
  expect(await said(body)).toEqual(['text: yes!', 'finish end']);
});

test('takes a finish for the end when the closing mark is missing, and counts of every chunk once', async () => {
  const usage = (completion: number) => ({ usage: { prompt_tokens: 8, completion_tokens: completion } });
  const withMessage = (text: string, delta: string, finish?: string) =>
    `data: ${JSON.stringify({ ...usage(text.length), citations: ['https://a.example/'], choices: [{ index: 0, message: { role: 'assistant', content: text }, delta: { content: delta }, finish_reason: finish }] })}\r\n\r\n`;
  expect(await said(withMessage('a', 'a') + withMessage('ab', 'b') + withMessage('ab', '', 'stop'))).toEqual([
    'text: ab',
    'source https://a.example/',
    'usage {"inputTokens":8,"outputTokens":2}',
    'finish end',
  ]);
});

test.each([
  ['nothing', ''],
  ['comments', ': PROCESSING\n\n: PROCESSING\n\n'],
  ['an opening', chunk({ role: 'assistant', content: '' })],
  ['half a chunk', 'data: {"choices":[{"index":0,"del'],
])('calls an answer cut off that ends after %s', async (_name, body) => {
  const { events, error } = await replayer.stream({ body });
  expect(error).toMatchObject({ code: 'provider.cut-off' });
  expect(events).toEqual([]);
});

test('keeps what arrived before an answer was cut off in the middle of a chunk', async () => {
  const { events, error } = await replayer.stream({ body: chunk({ content: 'Half' }) + chunk({ content: ' an answer' }).slice(0, 40) });
  expect(error).toMatchObject({ code: 'provider.cut-off' });
  expect(tell(events)).toEqual(['text: Half']);
});

test('reads a last event that no empty line closes, and lines that share one event', async () => {
  expect(await said(chunk({ content: 'a' }) + chunk({}, 'length').trimEnd())).toEqual(['text: a', 'finish length']);
  expect(await said(chunk({ content: 'a' }) + 'data: [DONE]')).toEqual(['text: a', 'finish end']);
  const glued = (chunk({ content: 'a' }) + chunk({ content: 'b' }) + chunk({}, 'stop') + done).replaceAll('\n\n', '\n');
  expect(await said(glued)).toEqual(['text: ab', 'finish end']);
});

test('reads tool calls: several, interleaved, without ids, with one index for all, whole at once, as objects, of old', async () => {
  const tool = (index: number | undefined, id: string | undefined, name: string | undefined, args: unknown) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: args },
  });
  const calls = (...lists: unknown[][]) => lists.map((list) => chunk({ tool_calls: list })).join('') + chunk({}, 'tool_calls') + done;
  expect(
    await said(
      calls([tool(0, 'a', 'f', '')], [tool(1, 'b', 'g', '{')], [tool(0, undefined, undefined, '{}')], [tool(1, undefined, undefined, '}')]),
    ),
  ).toEqual(['tool f a: {}', 'tool g b: {}', 'finish tool-calls']);
  expect(await said(calls([tool(0, 'a', 'f', '{}')], [tool(0, 'b', 'g', '{"x":1}')]))).toEqual([
    'tool f a: {}',
    'tool g b: {"x":1}',
    'finish tool-calls',
  ]);
  expect(await said(calls([tool(0, '', 'f', '{}')], [tool(0, '', 'g', '{}')]))).toEqual([
    'tool f call_1: {}',
    'tool g call_2: {}',
    'finish tool-calls',
  ]);
  expect(await said(calls([tool(undefined, undefined, 'f', { x: 1 }), tool(undefined, undefined, 'g', {})]))).toEqual([
    'tool f call_1: {"x":1}',
    'tool g call_2: {}',
    'finish tool-calls',
  ]);
  expect(await said(calls([tool(0, 'a', undefined, '{"x"')], [tool(0, undefined, 'f', ':1}')]))).toEqual([
    'tool f a: {"x":1}',
    'finish tool-calls',
  ]);
  expect(await said(calls([tool(0, 'a', 'f', '{')], [tool(0, 'a', 'f', '}')]))).toEqual(['tool f a: {}', 'finish tool-calls']);
  expect(
    await said(
      chunk({ function_call: { name: 'f', arguments: '{' } }) +
        chunk({ function_call: { arguments: '}' } }) +
        chunk({}, 'function_call') +
        done,
    ),
  ).toEqual(['tool f call_1: {}', 'finish tool-calls']);
  // Some servers say "stop" although they wait for a result.
  expect(await said(chunk({ tool_calls: [tool(0, 'a', 'f', '{}')] }) + chunk({}, 'stop') + done)).toEqual([
    'tool f a: {}',
    'finish tool-calls',
  ]);
});

test('reads a refusal, a filtered answer and sources', async () => {
  expect(await said(chunk({ refusal: 'I will ' }) + chunk({ refusal: 'not.' }) + chunk({}, 'stop') + done)).toEqual([
    'text: I will not.',
    'finish refusal',
  ]);
  expect(await said(chunk({ content: 'Ha' }) + chunk({}, 'content_filter') + done)).toEqual(['text: Ha', 'finish refusal']);
  const cited = { annotations: [{ type: 'url_citation', url_citation: { url: 'https://a.example/', title: 'A' } }] };
  expect(await said(chunk({ content: 'a', ...cited }) + chunk(cited) + chunk({}, 'stop') + done)).toEqual([
    'text: a',
    'source https://a.example/ A',
    'finish end',
  ]);
  expect(await said(chunk({ annotations: [{ url_citation: { url: 'javascript:alert(1)' } }] }) + chunk({}, 'stop') + done)).toEqual([
    'finish end',
  ]);
});

test.each([
  [
    'an error object (OpenAI)',
    line({ error: { message: 'The server had an error', type: 'server_error', code: null } }),
    'provider.failed',
  ],
  [
    'a code that is a status (OpenRouter)',
    line({
      choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
      error: { code: 429, message: 'Provider returned error' },
    }),
    'provider.rate-limited',
  ],
  ['a choice that broke off', chunk({}, 'error'), 'provider.failed'],
  ['a word', line({ error: 'model runner has unexpectedly stopped' }), 'provider.failed'],
  [
    'an error event (Groq)',
    'event: error\ndata: {"error":{"message":"over capacity","type":"internal_server_error","status_code":503}}\n\n',
    'provider.overloaded',
  ],
  ['an error event without JSON', 'event: error\ndata: Too Many Requests\n\n', 'provider.rate-limited'],
  [
    'vLLM of old',
    line({ object: 'error', message: 'max context length exceeded: reduce the length', type: 'BadRequestError', code: 400 }),
    'provider.context-too-long',
  ],
  ['x_groq', line({ choices: [], x_groq: { error: 'Service unavailable, over capacity: overloaded' } }), 'provider.overloaded'],
  ['DeepSeek without machines', chunk({}, 'insufficient_system_resource'), 'provider.overloaded'],
  ['a torn chunk', 'data: {"choices":[{"index":0,\n\n', 'provider.bad-answer'],
])('keeps what arrived before %s inside a 200', async (_name, failure, code) => {
  const { events, error } = await replayer.stream({ body: chunk({ content: 'Half' }) + failure + done });
  expect(error).toMatchObject({ name: 'ProviderError', code });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(['text: Half']);
});

test('warns once of events that are not JSON and goes on', async () => {
  expect(await said(`data: ping\n\ndata: ping\n\n${chunk({ content: 'a' })}${done}`)).toEqual([
    'warning provider.unreadable-event',
    'text: a',
    'finish end',
  ]);
});

test('takes a whole document for an answer, whatever it calls itself', async () => {
  const whole = {
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'All at once', reasoning_content: 'Hm' }, finish_reason: 'length' }],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  };
  for (const type of ['application/json', 'text/event-stream', 'text/plain']) {
    const { events, error } = await replayer.stream({
      body: `\uFEFF \n${JSON.stringify(whole, null, 2)}`,
      headers: { 'content-type': type },
      split: 7,
    });
    expect(error).toBeUndefined();
    expect(tell(events)).toEqual(['reasoning: Hm', 'text: All at once', 'usage {"inputTokens":1,"outputTokens":2}', 'finish length']);
  }
  const wrongType = await replayer.stream({ body: chunk({ content: 'a' }) + done, headers: { 'content-type': 'application/json' } });
  expect(tell(wrongType.events)).toEqual(['text: a', 'finish end']);
});

test('says so when the answer is a web page or a document without an answer', async () => {
  const page = await replayer.stream({
    body: '<!DOCTYPE html><html><head><style>b{}</style><title>Sign in</title></head><body><script>alert(1)</script>Please sign in</body></html>',
    headers: { 'content-type': 'text/html' },
  });
  expect(page.error).toMatchObject({ code: 'provider.bad-answer', message: expect.stringMatching(/Sign in Please sign in$/) });
  expect((await replayer.stream({ body: '{"hello":1}' })).error).toMatchObject({ code: 'provider.bad-answer' });
  expect((await replayer.stream({ body: '{"error":{"message":"no","code":401}}' })).error).toMatchObject({ code: 'provider.key-refused' });
  expect((await replayer.stream({ body: '{"torn":' })).error).toMatchObject({ code: 'provider.bad-answer' });
});

test('reads two megabytes of reasoning and cuts a line without end', async () => {
  const piece = 'thinking hard '.repeat(500);
  const body =
    Array.from({ length: 300 }, () => chunk({ reasoning_content: piece })).join('') + chunk({ content: 'Yes' }) + chunk({}, 'stop') + done;
  const { events } = await replayer.stream({ body, split: 1_000 });
  expect(wordsOf(events, 'reasoning')).toBe(piece.repeat(300));
  expect(wordsOf(events)).toBe('Yes');
  const endless = await replayer.stream({ body: `data: ${'x'.repeat(limits.providerLineBytes)}` });
  expect(endless.error).toMatchObject({ code: 'provider.answer-too-large', message: expect.stringContaining('line') });
});

test('takes pictures out of data URLs, names those that are elsewhere, and puts spoken samples into a file', async () => {
  const url = (address: string): object => ({ images: [{ type: 'image_url', image_url: { url: address }, index: 0 }] });
  const samples = Buffer.from([1, 0, 2, 0]);
  expect(
    await said(
      chunk({ content: 'Here' }) +
        chunk(url('data:image/png;base64,AAAA')) +
        chunk(url('https://pictures.example/a.png')) +
        chunk(url('javascript:alert(1)')) +
        chunk({ content: 'There' }) +
        chunk({ audio: { id: 'a', transcript: ' and' } }) +
        chunk({ audio: { data: samples.subarray(0, 3).toString('base64') } }) +
        chunk({ audio: { data: samples.subarray(3).toString('base64'), transcript: ' said' } }) +
        chunk({ audio: { expires_at: 1 } }, 'stop') +
        done,
    ),
  ).toEqual([
    'text: Here',
    'file image/png AAAA',
    'source https://pictures.example/a.png',
    'text: There and said',
    expect.stringMatching(/^file audio\/wav UklGRi[^]+ZGF0YQQAAAABAAIA$/),
    'finish end',
  ]);
  const whole = { role: 'assistant', content: '', images: [{ type: 'image_url', image_url: { url: 'data:image/webp;base64,BBBB' } }] };
  expect(await said(JSON.stringify({ choices: [{ message: whole, finish_reason: 'stop' }] }))).toEqual([
    'file image/webp BBBB',
    'finish end',
  ]);
});
