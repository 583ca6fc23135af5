import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { playBytes } from '../contract/play-bytes.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createOpenAiResponsesProvider } from './create-openai-responses-provider.ts';

let replayer: Replayer;

beforeAll(async () => {
  replayer = await startReplayer(createOpenAiResponsesProvider, '/v1');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const recording = readFileSync(new URL('./__fixtures__/openai-responses-text.sse', import.meta.url));

const event = (type: string, data: object = {}): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const begin = event('response.created', { response: { status: 'in_progress', output: [] } });
const usage = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 3 },
  output_tokens: 9,
  output_tokens_details: { reasoning_tokens: 4 },
};
const counts = 'usage {"inputTokens":10,"outputTokens":9,"reasoningTokens":4,"cachedInputTokens":3}';
const end = (status = 'completed', more: object = {}): string => event(`response.${status}`, { response: { status, usage, ...more } });
const added = (index: number, item: object): string => event('response.output_item.added', { output_index: index, item });
const done = (index: number, item: object): string => event('response.output_item.done', { output_index: index, item });
const delta = (text: string): string => event('response.output_text.delta', { output_index: 0, content_index: 0, delta: text });
const words = (text: string): string => added(0, { type: 'message', content: [] }) + delta(text);

/** Plays an answer whole and byte by byte; both must say the same. */
async function said(body: string | Uint8Array): Promise<string[]> {
  const whole = await replayer.stream({ body });
  expect((await replayer.stream({ body, split: 1 })).events).toEqual(whole.events);
  expect(whole.error).toBeUndefined();
  checkModelEvents(whole.events, 'complete');
  return tell(whole.events);
}

test('reads a real answer of OpenAI', async () => {
  expect(await said(recording)).toEqual([
    'text: 1, 2, 3',
    'usage {"inputTokens":27,"outputTokens":8,"reasoningTokens":0,"cachedInputTokens":0}',
    'finish end',
  ]);
});

test('keeps what arrived of a real answer cut at any byte, and never takes it for whole', async () => {
  const whole = wordsOf((await replayer.stream({ body: recording })).events);
  const text = recording.toString();
  // Past the last event's data nothing more is needed.
  const complete = text.trimEnd().length;
  for (let at = 0; at < recording.length; at += 1) {
    const { events, error } = await playBytes(createOpenAiResponsesProvider, recording.subarray(0, at));
    if (at >= complete) continue;
    expect(error, `cut at ${at}`).toMatchObject({ name: 'ProviderError', code: 'provider.cut-off' });
    checkModelEvents(events, 'failed');
    expect(whole.startsWith(wordsOf(events))).toBe(true);
  }
});

test('ends with a typed error, and never hangs, when any one byte of a real answer is wrong', async () => {
  for (let at = 0; at < recording.length; at += 1) {
    const bytes = Buffer.from(recording);
    bytes[at] = (bytes[at] ?? 0) ^ 0x15;
    const { events, error } = await playBytes(createOpenAiResponsesProvider, bytes);
    if (error !== undefined) expect(error, `byte ${at}`).toMatchObject({ name: 'ProviderError' });
    checkModelEvents(events, error === undefined ? 'complete' : 'failed');
  }
});

test('reads summaries as paragraphs, seals reasoning, and keeps what is sealed without words', async () => {
  const summary = (text: string): string =>
    event('response.reasoning_summary_part.added', { part: { type: 'summary_text', text: '' } }) +
    event('response.reasoning_summary_text.delta', { delta: text }) +
    event('response.reasoning_summary_text.done', { text }) +
    event('response.reasoning_summary_part.done', { part: { type: 'summary_text', text } });
  const body =
    begin +
    added(0, { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'half' }) +
    summary('One') +
    summary('Two') +
    done(0, { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'One' }], encrypted_content: 'se:aled' }) +
    added(1, { type: 'reasoning', id: 'rs_2', summary: [] }) +
    done(1, { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'hidden' }) +
    added(2, { type: 'reasoning', id: 'rs_3' }) +
    done(2, { type: 'reasoning', id: 'rs_3', summary: [], content: [{ type: 'reasoning_text', text: 'raw' }] }) +
    words('Yes') +
    end();
  expect(await said(body)).toEqual([
    'reasoning: One\n\nTwo [openai:rs_1:se:aled]',
    'reasoning:  [openai:rs_2:hidden]',
    'reasoning: raw',
    'text: Yes',
    counts,
    'finish end',
  ]);
});

test('reads parallel tool calls in pieces that are mixed, whole, and without an announcement', async () => {
  const call = (name: string, args = ''): object => ({
    type: 'function_call',
    id: `fc_${name}`,
    call_id: `call_${name}`,
    name,
    arguments: args,
  });
  const pieceOf = (index: number, text: string): string =>
    event('response.function_call_arguments.delta', { output_index: index, delta: text });
  const body =
    begin +
    added(0, call('f')) +
    added(1, call('g')) +
    pieceOf(0, '{"x"') +
    pieceOf(1, '{"y"') +
    pieceOf(0, ':1}') +
    pieceOf(1, ':2}') +
    event('response.function_call_arguments.done', { output_index: 0, arguments: '{"x":1}' }) +
    done(0, call('f', '{"x":1}')) +
    done(1, call('g', '{"y":2}')) +
    added(2, call('h')) +
    event('response.function_call_arguments.done', { output_index: 2, arguments: '{"z":3}' }) +
    done(3, call('i', '{}')) +
    end();
  expect(await said(body)).toEqual([
    'tool f call_f: {"x":1}',
    'tool g call_g: {"y":2}',
    'tool h call_h: {"z":3}',
    'tool i call_i: {}',
    counts,
    'finish tool-calls',
  ]);
});

test('reads what no delta told, once', async () => {
  const content = [
    { type: 'output_text', text: 'One. ' },
    { type: 'output_text', text: 'Two.' },
  ];
  const told =
    event('response.output_text.done', { text: 'One.' }) +
    event('response.content_part.done', { part: { type: 'output_text', text: 'One.' } });
  expect(
    await said(begin + words('') + told + done(0, { type: 'message', content: [{ type: 'output_text', text: 'One.' }] }) + end()),
  ).toEqual(['text: One.', counts, 'finish end']);
  expect(await said(begin + done(0, { type: 'message', content }) + end())).toEqual(['text: One. Two.', counts, 'finish end']);
  expect(await said(begin + end('completed', { output: [{ type: 'message', content }] }))).toEqual([
    'text: One. Two.',
    counts,
    'finish end',
  ]);
});

test('cites sources once, hands on pictures, and warns of what it cannot show', async () => {
  const link = { type: 'url_citation', url: 'https://a.example/', title: 'A', start_index: 0, end_index: 1 };
  const annotations = [link, { type: 'file_citation', file_id: 'f', filename: 'x.pdf', index: 0 }];
  const body =
    begin +
    added(0, { type: 'web_search_call', id: 'ws' }) +
    event('response.web_search_call.searching', { output_index: 0 }) +
    done(0, { type: 'web_search_call', id: 'ws' }) +
    event('response.hologram.delta', { deep: [1] }) +
    event('response.hologram.done') +
    added(1, { type: 'image_generation_call', id: 'ig' }) +
    event('response.image_generation_call.partial_image', { partial_image_b64: 'x' }) +
    done(1, { type: 'image_generation_call', id: 'ig', result: 'AAAA', output_format: 'webp' }) +
    done(2, { type: 'image_generation_call', id: 'ih', status: 'failed', result: null }) +
    words('As told') +
    event('response.output_text.annotation.added', { annotation: link }) +
    event('response.content_part.done', { part: { type: 'output_text', text: 'As told', annotations } }) +
    done(0, { type: 'message', content: [{ type: 'output_text', text: 'As told', annotations }] }) +
    end();
  expect(await said(body)).toEqual([
    'warning provider.unknown-block',
    'file image/webp AAAA',
    'text: As told',
    'source https://a.example/ A',
    'warning provider.unknown-block',
    counts,
    'finish end',
  ]);
});

test('shows a refusal and says that it is one', async () => {
  const body =
    begin +
    added(0, { type: 'message', content: [] }) +
    event('response.refusal.delta', { delta: 'I can' }) +
    event('response.refusal.delta', { delta: 'not.' }) +
    event('response.refusal.done', { refusal: 'I cannot.' }) +
    done(0, { type: 'message', content: [{ type: 'refusal', refusal: 'I cannot.' }] }) +
    end();
  expect(await said(body)).toEqual(['text: I cannot.', counts, 'finish refusal']);
});

test.each([
  ['completed', {}, 'end'],
  ['incomplete', { incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
  ['incomplete', { incomplete_details: { reason: 'content_filter' } }, 'refusal'],
  ['incomplete', { incomplete_details: { reason: 'steered' } }, 'other'],
  ['incomplete', {}, 'other'],
])('maps the end %s %o', async (status, more, expected) => {
  expect((await said(begin + words('a') + end(status, more))).at(-1)).toBe(`finish ${expected}`);
});

test.each([
  ['failed', { error: { code: 'server_error', message: 'The model broke.' } }, 'provider.failed', 'The model broke.'],
  ['failed', { error: { code: 'rate_limit_exceeded', message: 'Try again in 2s.' } }, 'provider.rate-limited', 'Try again in 2s.'],
  ['failed', { error: { code: 'image_content_policy_violation', message: 'No.' } }, 'provider.refused', 'No.'],
  ['failed', {}, 'provider.failed', 'The model failed without a reason.'],
  ['cancelled', {}, 'provider.failed', 'The provider cancelled the answer.'],
])('keeps what arrived before the response %s (%o), with its counts', async (status, more, code, message) => {
  const { events, error } = await replayer.stream({ body: begin + words('Half') + end(status, more) });
  expect(error).toMatchObject({ name: 'ProviderError', code, message });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(['text: Half', counts]);
});

test.each([
  [event('error', { code: 'rate_limit_exceeded', message: 'Slow down', param: null }), 'provider.rate-limited'],
  [event('error', { error: { type: 'server_error', code: null, message: 'Oops' } }), 'provider.failed'],
  ['event: error\ndata: overloaded\n\n', 'provider.overloaded'],
  [event('error', { code: 'context_length_exceeded', message: 'Too long' }), 'provider.context-too-long'],
])('keeps what arrived before an error inside a 200 (%s)', async (failure, code) => {
  const { events, error } = await replayer.stream({ body: begin + words('Half') + failure });
  expect(error).toMatchObject({ name: 'ProviderError', code });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(['text: Half']);
});

test('takes a whole document for an answer and says so when it is none', async () => {
  const whole = {
    object: 'response',
    status: 'completed',
    output: [
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 's' },
      { type: 'message', content: [{ type: 'output_text', text: 'All' }] },
      { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
    ],
    usage,
  };
  expect(tell((await replayer.stream({ body: JSON.stringify(whole) })).events)).toEqual([
    'reasoning: Hm [openai:rs_1:s]',
    'text: All',
    'tool f c: {}',
    counts,
    'finish tool-calls',
  ]);
  for (const body of ['{}', '<html><body>Sign in</body></html>', `${begin}data: {"type":\n\n`, `${begin}data: nothing\n\n`])
    expect((await replayer.stream({ body })).error).toMatchObject({ code: 'provider.bad-answer' });
});

test('takes odd shapes without falling over', async () => {
  const odd =
    [
      'null',
      '[]',
      '{}',
      '{"type":7}',
      '{"type":"response.output_item.added"}',
      '{"type":"response.output_item.done","item":{"type":"message","content":[null,7]}}',
    ]
      .map((data) => (data.startsWith('{') ? `data: ${data}\n\n` : ''))
      .join('') + event('response.output_text.delta', { delta: { text: 'x' } });
  expect(await said(begin + odd + words('ok') + 'data: [DONE]\n\n' + end())).toEqual([
    'warning provider.unknown-block',
    'warning provider.unknown-block',
    'text: ok',
    counts,
    'finish end',
  ]);
});
