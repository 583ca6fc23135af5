import { GoogleGenAI } from '@google/genai';
import { readFileSync } from 'node:fs';
import { fakePrompt, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import type { ModelEvent } from '../port.ts';
import { createGoogleGeminiProvider } from './create-google-gemini-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createGoogleGeminiProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
const chunk = (parts: object[], more: object = {}, outer: object = {}): string =>
  event({ candidates: [{ content: { parts, role: 'model' }, index: 0, ...more }], ...outer });
const words = (text: string): string => chunk([{ text }]);
const end = (finishReason = 'STOP', more: object = {}): string => chunk([{ text: '' }], { finishReason, ...more });
const recording = (name: string): Buffer => readFileSync(new URL(`./__fixtures__/${name}`, import.meta.url));

async function said(body: string | Uint8Array): Promise<string[]> {
  const whole = await replayer.stream({ body });
  expect((await replayer.stream({ body, split: 1 })).events).toEqual(whole.events);
  expect(whole.error).toBeUndefined();
  checkModelEvents(whole.events, 'complete');
  return tell(whole.events);
}

test('reads a real tool call of Gemini 2.0', async () => {
  expect(await said(recording('gemini-function-call.sse'))).toEqual([
    'tool get_current_temperature call_h99badGPDrP-x_APraXUmAM_1: {"city":"San Francisco"}',
    'usage {"inputTokens":36,"outputTokens":8}',
    'finish tool-calls',
  ]);
});

test('reads real thoughts with a signed tool call, and keeps the signature for it', async () => {
  const [reasoning, ...rest] = await said(recording('gemini-thinking-function-call.sse'));
  expect(reasoning).toMatch(/^reasoning: \*\*Calculating the Days\*\*[^]+today's date\.\n\n\n \[google:call:CiIBVKhc7vB\+[^ ]+Es0\]$/);
  expect(rest).toEqual([
    'tool now call_48SHaPHpHKbG-8YPtZCawAk_1: {}',
    'usage {"inputTokens":38,"outputTokens":174,"reasoningTokens":168}',
    'finish tool-calls',
  ]);
});

test('reads a real answer about a page, with the page as its source', async () => {
  const told = await said(recording('gemini-url-context.sse'));
  expect(told).toEqual([
    expect.stringMatching(/^text: \nThe Google homepage [^]+ an "About" section\.$/),
    'source https://google.com',
    'usage {"inputTokens":1057,"outputTokens":120,"reasoningTokens":39}',
    'finish end',
  ]);
});

test('calls a real answer that was blocked a refusal, and says what for', async () => {
  const { events } = await replayer.stream({ body: recording('vertex-safety.sse') });
  expect(tell(events)).toEqual([
    'text: <redacted>',
    'warning provider.blocked',
    'usage {"inputTokens":10,"outputTokens":66}',
    'finish refusal',
  ]);
  expect(events).toContainEqual(expect.objectContaining({ message: 'Google ended the answer: SAFETY (harassment)' }));
});

test('keeps signatures with the part they came on', async () => {
  const body =
    chunk([{ text: 'Hm', thought: true }]) +
    chunk([{ text: '', thought: true, thoughtSignature: 'c2ln' }]) +
    chunk([{ functionCall: { id: 'a', name: 'f', args: { x: 1 } }, thoughtSignature: 'Zmlyc3Q=' }, { functionCall: { name: 'g' } }]) +
    words('Yes') +
    chunk([{ text: '', thoughtSignature: 'bGFzdA==' }], { finishReason: 'STOP' });
  expect(await said(body)).toEqual([
    'reasoning: Hm [google:thought:c2ln]',
    'reasoning:  [google:call:Zmlyc3Q=]',
    'tool f a: {"x":1}',
    'tool g call_2: {}',
    'text: Yes',
    'reasoning:  [google:text:bGFzdA==]',
    'finish tool-calls',
  ]);
});

test('counts cached, thought and tool tokens, as they stand at the end', async () => {
  const usage = (candidatesTokenCount: number): object => ({
    usageMetadata: {
      promptTokenCount: 100,
      cachedContentTokenCount: 60,
      toolUsePromptTokenCount: 11,
      candidatesTokenCount,
      thoughtsTokenCount: 7,
    },
  });
  const body = chunk([{ text: 'a' }], {}, usage(1)) + chunk([{ text: 'b' }], { finishReason: 'STOP' }, usage(2)) + event(usage(3));
  expect(await said(body)).toEqual([
    'text: ab',
    'usage {"inputTokens":111,"outputTokens":10,"reasoningTokens":7,"cachedInputTokens":60}',
    'finish end',
  ]);
});

test('cites what was found, quoted and read, each once, and nothing that could not be read', async () => {
  const body =
    chunk([{ text: 'So' }], {
      groundingMetadata: { groundingChunks: [{ web: { uri: 'https://a.example/', title: 'A' } }, { web: { uri: 'javascript:alert(1)' } }] },
    }) +
    end('STOP', {
      groundingMetadata: {
        groundingChunks: [
          { web: { uri: 'https://a.example/', title: 'A' } },
          { retrievedContext: { uri: 'https://b.example/', title: 'B' } },
          { maps: { uri: 'https://m.example/', title: 'M' } },
        ],
      },
      citationMetadata: { citationSources: [{ uri: 'https://c.example/' }] },
      urlContextMetadata: {
        urlMetadata: [
          { retrievedUrl: 'https://d.example/', urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_SUCCESS' },
          { retrievedUrl: 'https://e.example/', urlRetrievalStatus: 'URL_RETRIEVAL_STATUS_ERROR' },
        ],
      },
    });
  expect(await said(body)).toEqual([
    'text: So',
    'source https://a.example/ A',
    'source https://b.example/ B',
    'source https://m.example/ M',
    'source https://c.example/',
    'source https://d.example/',
    'finish end',
  ]);
});

test.each([
  ['STOP', 'end'],
  ['MAX_TOKENS', 'length'],
  ['CONTINUATION', 'length'],
  ['SAFETY', 'refusal'],
  ['RECITATION', 'refusal'],
  ['BLOCKLIST', 'refusal'],
  ['PROHIBITED_CONTENT', 'refusal'],
  ['SPII', 'refusal'],
  ['MODEL_ARMOR', 'refusal'],
  ['IMAGE_SAFETY', 'refusal'],
  ['IMAGE_PROHIBITED_CONTENT', 'refusal'],
  ['IMAGE_RECITATION', 'refusal'],
  ['LANGUAGE', 'other'],
  ['OTHER', 'other'],
  ['NO_IMAGE', 'other'],
  ['IMAGE_OTHER', 'other'],
  ['TOO_MANY_TOOL_CALLS', 'other'],
  ['FROM_THE_FUTURE', 'other'],
])('maps the finish reason %s', async (reason, expected) => {
  expect((await said(words('a') + end(reason))).at(-1)).toBe(`finish ${expected}`);
});

test.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'MALFORMED_RESPONSE'])('fails after what arrived at %s', async (reason) => {
  const { events, error } = await replayer.stream({ body: words('Half') + end(reason, { finishMessage: 'Malformed: print(' }) });
  expect(error).toMatchObject({ code: 'provider.bad-answer', message: 'Malformed: print(' });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(['text: Half']);
});

test.each([
  [{ blockReason: 'SAFETY', safetyRatings: [{ category: 'HARM_CATEGORY_HATE_SPEECH', probability: 'HIGH' }] }, 'SAFETY (hate speech)'],
  [{ blockReason: 'PROHIBITED_CONTENT' }, 'PROHIBITED_CONTENT'],
  [{ blockReason: 'OTHER', blockReasonMessage: 'Not here.' }, 'Not here.'],
])('calls a blocked question refused: %o', async (promptFeedback, why) => {
  const message = `Google blocked the question: ${why}`;
  const usageMetadata = { promptTokenCount: 4 };
  const { events, error } = await replayer.stream({ body: event({ promptFeedback, usageMetadata }) });
  expect(error).toMatchObject({ code: 'provider.refused', message });
  expect(tell(events)).toEqual(['usage {"inputTokens":4}']);
  expect((await replayer.stream({ body: JSON.stringify({ promptFeedback }) })).error).toMatchObject({ code: 'provider.refused', message });
});

test('takes the connection for the end only when a reason was given', async () => {
  for (const body of ['', words('a'), `${words('a')}data: {"candid`]) {
    const { events, error } = await replayer.stream({ body });
    expect(error).toMatchObject({ code: 'provider.cut-off' });
    checkModelEvents(events, 'failed');
  }
  // Older servers give a reason with every event.
  expect(await said(chunk([{ text: 'a' }], { finishReason: 'STOP' }) + chunk([{ text: 'b' }], { finishReason: 'STOP' }))).toEqual([
    'text: ab',
    'finish end',
  ]);
  expect((await replayer.stream({ body: `${words('a')}data: {"candidates":\n\n` })).error).toMatchObject({ code: 'provider.bad-answer' });
});

test('skips other candidates and what it does not know, and warns of unknown parts once', async () => {
  const body =
    ': ping\n\n' +
    event({ candidates: [{ index: 1, content: { parts: [{ text: 'not this' }] }, finishReason: 'STOP' }] }) +
    chunk([{ text: 'a' }, { hologram: {} }, { executableCode: { code: 'x' } }], { future: [1] }) +
    chunk([{ hologram: {} }, { toolCall: {} }, { toolResponse: {} }]) +
    event({ candidates: [{ index: 0, finishReason: 'STOP' }] });
  expect(await said(body)).toEqual(['text: a', 'warning provider.unknown-block', 'warning provider.unknown-block', 'finish end']);
});

test.each([
  [{ code: 503, status: 'UNAVAILABLE', message: 'The model is overloaded.' }, 'provider.overloaded'],
  [{ code: 500, status: 'INTERNAL', message: 'An internal error has occurred.' }, 'provider.failed'],
  [{ code: 504, status: 'DEADLINE_EXCEEDED', message: 'Too slow.' }, 'provider.timeout'],
])('keeps what arrived before an error inside a 200: %o', async (failure, code) => {
  const { events, error } = await replayer.stream({ body: words('Half') + event({ error: failure }) });
  expect(error).toMatchObject({ code, message: failure.message });
  checkModelEvents(events, 'failed');
  expect(wordsOf(events)).toBe('Half');
});

test('takes a whole document, or a list of events, for an answer, and says so when it is none', async () => {
  const one = (text: string, more: object = {}): object => ({ candidates: [{ content: { parts: [{ text }] }, ...more }] });
  const whole = one('All', { finishReason: 'MAX_TOKENS' });
  expect(tell((await replayer.stream({ body: JSON.stringify(whole) })).events)).toEqual(['text: All', 'finish length']);
  const list = JSON.stringify([one('A'), one('ll', { finishReason: 'STOP' })]);
  expect(tell((await replayer.stream({ body: list })).events)).toEqual(['text: All', 'finish end']);
  expect((await replayer.stream({ body: JSON.stringify([one('A')]) })).error).toMatchObject({ code: 'provider.cut-off' });
  expect(
    (await replayer.stream({ body: JSON.stringify([{ error: { code: 429, message: 'Slow', status: 'RESOURCE_EXHAUSTED' } }]) })).error,
  ).toMatchObject({
    code: 'provider.rate-limited',
  });
  for (const body of ['{}', '[]', '[1]', '{"a":1}', '<html><body>Sign in</body></html>'])
    expect((await replayer.stream({ body })).error).toMatchObject({ code: 'provider.bad-answer' });
});

test('hears what the official client hears', async () => {
  await using fake = await startFakeProvider();
  await using egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
  const provider = createGoogleGeminiProvider({ egress, access: { baseUrl: fake.url, key: 'k', trust: 'operator' } });
  const prompt = fakePrompt({ tokens: 500, reasoning: 20, tool: 'clock', splitBytes: 7 });
  const client = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: fake.url } });
  const official = { text: '', thoughts: '', calls: [] as unknown[], usage: {} as object | undefined };
  for await (const { candidates, usageMetadata } of await client.models.generateContentStream({ model: 'm', contents: prompt })) {
    for (const { text = '', thought, functionCall } of candidates?.[0]?.content?.parts ?? []) {
      official[thought ? 'thoughts' : 'text'] += text;
      if (functionCall) official.calls.push(functionCall.args);
    }
    official.usage = usageMetadata;
  }
  const events: ModelEvent[] = [];
  const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, id: 'p', text: prompt }] }];
  for await (const heard of provider.stream({ model: 'm', messages }, new AbortController().signal)) events.push(heard);
  expect(wordsOf(events)).toBe(official.text);
  expect(wordsOf(events, 'reasoning')).toBe(official.thoughts);
  expect([JSON.parse(wordsOf(events, 'tool-call'))]).toEqual(official.calls);
  const { promptTokenCount, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = official.usage as Record<string, number>;
  expect(events).toContainEqual({
    type: 'usage',
    usage: {
      inputTokens: promptTokenCount,
      outputTokens: candidatesTokenCount + thoughtsTokenCount,
      reasoningTokens: thoughtsTokenCount,
    },
  });
  for (const { path } of fake.requests) expect(path).toMatch(/^\/v1(?:beta)?\/models\/m:streamGenerateContent$/);
});

test('hands on pictures with their signatures, and samples as a file; drafts of thoughts are left out', async () => {
  const inlineData = (mimeType: string, data: string): object => ({ inlineData: { mimeType, data } });
  const body =
    chunk([{ ...inlineData('image/png', 'AAAA'), thought: true }]) +
    words('Here') +
    chunk([{ ...inlineData('image/png', 'BBBB'), thoughtSignature: 'c2ln' }]) +
    chunk([inlineData('audio/L16;codec=pcm;rate=16000', 'AQACAA==')]) +
    end();
  const told = await said(body);
  expect(told).toEqual([
    'text: Here',
    'reasoning:  [google:file:c2ln]',
    'file image/png BBBB',
    expect.stringMatching(/^file audio\/wav UklGRi/),
    'finish end',
  ]);
  const wav = Buffer.from(told[3]!.slice('file audio/wav '.length), 'base64');
  expect([wav.readUInt32LE(24), wav.readUInt32LE(40), wav.subarray(44).toString('base64')]).toEqual([16_000, 4, 'AQACAA==']);
});
