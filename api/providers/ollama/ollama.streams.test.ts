import { readFileSync } from 'node:fs';
import { limits } from '@parley/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkModelEvents } from '../contract/check-model-events.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { ProviderError } from '../port.ts';
import { createOllamaProvider } from './create-ollama-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOllamaProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const recording = (name: string): string => readFileSync(new URL(`./__fixtures__/${name}.ndjson`, import.meta.url), 'utf8');
const line = (message: object, more: object = {}): string =>
  `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content: '', ...message }, done: false, ...more })}\n`;
const last = (more: object = {}): string => line({}, { done: true, done_reason: 'stop', ...more });

/** Plays an answer whole and byte by byte; both must say the same. */
async function said(body: string, outcome: 'complete' | 'failed' = 'complete'): Promise<string[]> {
  const whole = await replayer.stream({ body });
  expect((await replayer.stream({ body, split: 1 })).events).toEqual(whole.events);
  checkModelEvents(whole.events, outcome);
  if (outcome === 'complete') expect(whole.error).toBeUndefined();
  else expect(whole.error).toMatchObject({ name: 'ProviderError' });
  return tell(whole.events);
}

test('reads an answer and its counts', async () => {
  expect(await said(recording('ollama-text'))).toEqual([
    'text: The sky is blue.',
    'usage {"inputTokens":26,"outputTokens":282}',
    'finish end',
  ]);
});

test('reads thinking, and calls with an id and without', async () => {
  expect(await said(recording('ollama-thinking-tools'))).toEqual([
    'reasoning: The user asks for the weather.',
    'text: I shall look.',
    'tool get_current_weather call_1: {"format":"celsius","location":"Paris, FR"}',
    'tool get_time call_x1: {}',
    'usage {"inputTokens":26,"outputTokens":282}',
    'finish tool-calls',
  ]);
});

test('takes reasoning out of the text of servers from before the field, and leaves the tag alone beside it', async () => {
  expect(await said(line({ content: '<th' }) + line({ content: 'ink>\nHm</think>\n' }) + line({ content: 'Yes' }) + last())).toEqual([
    'reasoning: Hm',
    'text: Yes',
    'finish end',
  ]);
  expect(await said(line({ thinking: 'Hm' }) + line({ content: '<think>x' }) + last())).toEqual([
    'reasoning: Hm',
    'text: <think>x',
    'finish end',
  ]);
});

test.each([
  ['stop', 'end'],
  ['length', 'length'],
  ['unload', 'other'],
  [undefined, 'end'],
])('tells the reason %s as %s', async (reason, told) => {
  expect(await said(line({ content: 'a' }) + last({ done_reason: reason }))).toEqual(['text: a', `finish ${told}`]);
});

test('passes over empty lines, lines of another kind, white space before, and whatever follows the last', async () => {
  const body = `\r\n\r\n${line({ content: 'a' })}\n${JSON.stringify({ future: [1] })}\nnonsense\n${JSON.stringify({ message: 7, done: null })}\r\n${last()}${line({ content: 'b' })}`;
  expect(await said(body)).toEqual(['text: a', 'warning provider.unreadable-event', 'finish end']);
  expect(await said(last({ message: { content: 'whole', tool_calls: [null, {}, { function: { arguments: {} } }] } }))).toEqual([
    'text: whole',
    'finish end',
  ]);
  expect(await said((line({ content: 'a' }) + last()).trimEnd())).toEqual(['text: a', 'finish end']);
});

test.each([
  ['nothing', '', []],
  ['an empty line', '\n', []],
  ['a beginning', line({ content: 'Half' }), ['text: Half']],
  ['half a line', line({ content: 'Half' }) + line({ content: ' an' }).slice(0, -9), ['text: Half']],
  ['half a thought', line({ thinking: 'Hm' }), ['reasoning: Hm']],
  ['half a tag', line({ content: '<thi' }), ['text: <thi']],
])('calls an answer cut off that ends after %s', async (_name, body, words) => {
  const { events, error } = await replayer.stream({ body });
  expect(error).toMatchObject({ code: 'provider.cut-off' });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(words);
});

test.each([
  ['an unexpected error of the runner', { error: 'an error was encountered while running the model: unexpected EOF' }, 'provider.failed'],
  ['a context that is too small', { error: 'the input length exceeds the context length' }, 'provider.context-too-long'],
  ['a busy server', { error: 'server busy, please try again. maximum pending requests exceeded; overloaded' }, 'provider.overloaded'],
])('keeps what arrived before %s', async (_name, body, code) => {
  const { events, error } = await replayer.stream({ body: `${line({ content: 'Half' })}${JSON.stringify(body)}\n` });
  expect(error).toMatchObject({ code, message: body.error });
  expect(tell(events)).toEqual(['text: Half']);
});

test('refuses a line that is torn in the middle, and one without end', async () => {
  const torn = await replayer.stream({ body: `${line({ content: 'a' })}{"message":{"content":"b\n${last()}` });
  expect(torn.error).toMatchObject({ code: 'provider.bad-answer' });
  expect(tell(torn.events)).toEqual(['text: a']);
  const endless = await replayer.stream({ body: `${line({ content: 'a' })}{"message":"${'x'.repeat(limits.providerLineBytes)}` });
  expect(endless.error).toMatchObject({ code: 'provider.answer-too-large' });
  expect(tell(endless.events)).toEqual(['text: a']);
});

test('ends every cut and every spoilt recording in a typed error or in an answer, never in a hang', async () => {
  const whole = recording('ollama-thinking-tools');
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length), fc.nat(whole.length), fc.constantFrom('', '}', '"', '\n', '\0', '[1]'), async (at, to, put) => {
      const { events, error } = await replayer.stream({ body: whole.slice(0, at) + put + whole.slice(Math.max(at, to)), split: 97 });
      if (error !== undefined) expect(error).toBeInstanceOf(ProviderError);
      checkModelEvents(events, error === undefined ? 'complete' : 'failed');
    }),
    { numRuns: 60 },
  );
});
