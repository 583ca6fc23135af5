import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { ProviderError } from '../port.ts';
import { createCohereProvider } from './create-cohere-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createCohereProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const recording = (name: string): string => readFileSync(new URL(`./__fixtures__/${name}.sse`, import.meta.url), 'utf8');
const event = (type: string, more: object = {}): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const words = (text: string): string => event('content-delta', { index: 0, delta: { message: { content: { text } } } });
const last = (delta: object): string => event('message-end', { delta });

/** Plays an answer whole and byte by byte; both must say the same. */
async function said(body: string): Promise<string[]> {
  const whole = await replayer.stream({ body });
  expect((await replayer.stream({ body, split: 1 })).events).toEqual(whole.events);
  expect(whole.error).toBeUndefined();
  checkModelEvents(whole.events, 'complete');
  return tell(whole.events);
}

test('reads a real answer', async () => {
  const { events, error } = await replayer.stream({ body: recording('cohere-text') });
  expect(error).toBeUndefined();
  expect(wordsOf(events)).toMatch(/^Hi there! You're Pickle Rick\?.*episode recommendations\?$/);
  expect((await said(recording('cohere-text'))).slice(1)).toEqual(['usage {"inputTokens":70,"outputTokens":69}', 'finish end']);
});

test('reads a real plan and a real tool call', async () => {
  expect(await said(recording('cohere-tool-call'))).toEqual([
    'reasoning: I will use the Person tool to create a person with the name Erick and age 27, and then relay this information to the user.',
    'tool Person Person_2fnrphbsnr66: {\n    "name": "Erick",\n    "age": 27\n}',
    'usage {"inputTokens":906,"outputTokens":77}',
    'finish tool-calls',
  ]);
});

test('reads thinking, citations that have an address, and cached tokens', async () => {
  expect(await said(recording('cohere-thinking-citations'))).toEqual([
    'reasoning: The documents say so.',
    'text: The tallest are Emperors.',
    'source https://penguins.example/tall Tall penguins',
    'usage {"inputTokens":520,"outputTokens":11,"cachedInputTokens":448}',
    'finish end',
  ]);
});

test('reads calls side by side, whole calls, lists of one, and calls without a name or an end', async () => {
  const call = (kind: string, index: number, inner: unknown): string => event(kind, { index, delta: { message: { tool_calls: inner } } });
  const body =
    call('tool-call-start', 0, [{ id: 'a', type: 'function', function: { name: 'one', arguments: '{' } }]) +
    call('tool-call-start', 1, { id: 'b', function: { name: 'two', arguments: '{}' } }) +
    call('tool-call-delta', 0, [{ function: { arguments: '}' } }]) +
    call('tool-call-delta', 7, { function: { arguments: 'whose?' } }) +
    event('tool-call-end', { index: 1 }) +
    call('tool-call-start', 2, {}) +
    last({ finish_reason: 'COMPLETE' });
  expect(await said(body)).toEqual(['tool one a: {}', 'tool two b: {}', 'tool unknown call_3: ', 'finish tool-calls']);
});

test.each([
  ['COMPLETE', 'end'],
  ['STOP_SEQUENCE', 'end'],
  ['MAX_TOKENS', 'length'],
  ['TOOL_CALL', 'tool-calls'],
  ['SOMETHING_NEW', 'other'],
])('tells the reason %s as %s', async (reason, told) => {
  expect(await said(words('a') + last({ finish_reason: reason }))).toEqual(['text: a', `finish ${told}`]);
});

test.each([
  ['ERROR with words', last({ finish_reason: 'ERROR', error: 'rate limit reached' }), 'provider.rate-limited', 'rate limit reached'],
  ['ERROR without words', last({ finish_reason: 'ERROR' }), 'provider.failed', 'The model broke off with an error.'],
  ['TIMEOUT', last({ finish_reason: 'TIMEOUT' }), 'provider.timeout', 'The model took too long.'],
  ['an event that is an error', event('error', { error: { message: 'overloaded' } }), 'provider.overloaded', 'overloaded'],
  ['an object that is an error', 'data: {"message":"no","error":"gone"}\n\n', 'provider.failed', 'no'],
])('keeps what arrived before %s', async (_name, ending, code, message) => {
  const { events, error } = await replayer.stream({ body: words('Half') + ending });
  expect(error).toMatchObject({ code, message });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(['text: Half']);
});

test('passes over events of another kind, empty ones, and whatever follows the ending', async () => {
  const body = `: hello\n\n${event('message-start')}${event('x-new', { deep: [1] })}data: nonsense\n\ndata: \n\n${event('content-delta', { delta: { message: { content: null } } })}${words('a')}${event('debug', { prompt: 'p' })}${last({ finish_reason: 'COMPLETE', usage: { billed_units: { input_tokens: 4 } } })}data: [DONE]\n\n${words('b')}`;
  expect(await said(body)).toEqual(['warning provider.unreadable-event', 'text: a', 'finish end']);
});

test('reads an answer that comes as one document', async () => {
  const body = JSON.stringify({
    id: 'x',
    finish_reason: 'COMPLETE',
    message: {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Hm' },
        { type: 'text', text: 'Yes' },
      ],
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'clock', arguments: '{}' } }],
      citations: [{ sources: [{ type: 'tool', tool_output: { url: 'https://a.example/' } }] }],
    },
    usage: { tokens: { input_tokens: 3, output_tokens: 2 } },
  });
  const { events } = await replayer.stream({ body, headers: { 'content-type': 'application/json' } });
  expect(tell(events)).toEqual([
    'reasoning: Hm',
    'text: Yes',
    'tool clock a: {}',
    'source https://a.example/',
    'usage {"inputTokens":3,"outputTokens":2}',
    'finish tool-calls',
  ]);
  for (const other of ['{"hello":1}', '[]', '<html><body>Router</body></html>'])
    expect((await replayer.stream({ body: other })).error).toMatchObject({ code: 'provider.bad-answer' });
});

test.each([
  ['nothing', '', []],
  ['an opening', event('message-start'), []],
  ['half an answer', words('Half'), ['text: Half']],
  ['half an event', words('Half') + words(' an').slice(0, -9), ['text: Half']],
  ['a mark without an ending', `${words('Half')}data: [DONE]\n\n`, ['text: Half']],
])('calls an answer cut off that ends after %s', async (_name, body, told) => {
  const { events, error } = await replayer.stream({ body });
  expect(error).toMatchObject({ code: 'provider.cut-off' });
  expect(tell(events)).toEqual(told);
});

test('ends every cut and every spoilt recording in a typed error or in an answer, never in a hang', async () => {
  const whole = recording('cohere-tool-call');
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length),
      fc.nat(whole.length),
      fc.constantFrom('', '}', '"', '\n\n', '\0', '[1]'),
      async (at, to, put) => {
        const { events, error } = await replayer.stream({ body: whole.slice(0, at) + put + whole.slice(Math.max(at, to)), split: 97 });
        if (error !== undefined) expect(error).toBeInstanceOf(ProviderError);
        checkModelEvents(events, error === undefined ? 'complete' : 'failed');
      },
    ),
    { numRuns: 60 },
  );
});
