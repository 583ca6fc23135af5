import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { monotonicMicros } from '../clock.ts';
import { fakePrompt, parseFakeScript } from './fake-script.ts';
import { fakeReasoning, fakeText, fakeToken } from './fake-text.ts';
import { startFakeProvider, type FakeProvider } from './start-fake-provider.ts';

let fake: FakeProvider;

beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake.close());

const ask = (prompt: string, body: object = {}): Promise<Response> =>
  fetch(`${fake.openAiUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: prompt }], ...body }),
  });

test('reads both forms of a script and refuses a torn one', () => {
  expect(parseFakeScript('no script')).toBeUndefined();
  expect(parseFakeScript('do [[fake tokens=3 rate=2.5 crlf=on done=off text="a \\"b\\" ]] c" error=overloaded]] please')).toEqual({
    tokens: 3,
    rate: 2.5,
    crlf: true,
    done: false,
    text: 'a "b" ]] c',
    error: 'overloaded',
  });
  const script = { chunks: ['<img ', 'src=x onerror="alert(1)">]]', '}{'], rate: 5 };
  expect(parseFakeScript(fakePrompt(script, 'words'))).toEqual(script);
  expect(() => parseFakeScript('[[fake tokens=3')).toThrow('cannot be read');
  expect(() => parseFakeScript('[[fake-json {"a":1')).toThrow('no complete object');
});

test('says every token with its number, padded to a size', () => {
  expect(fakeText(3)).toBe(' w1 w2 w3');
  expect(fakeToken(12, { bytes: 6 })).toBe(' w0012');
});

test('is read byte for byte by the official OpenAI client', async () => {
  const client = new OpenAI({ apiKey: 'k', baseURL: fake.openAiUrl });
  const stream = client.chat.completions.stream({
    model: 'm',
    messages: [{ role: 'user', content: '[[fake tokens=10000 tool=clock choices=2 comments=on]]' }],
    stream_options: { include_usage: true },
  });
  const answer = await stream.finalChatCompletion();
  expect(answer.choices[0]?.message.content).toBe(fakeText(10_000));
  expect(answer.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'clock', arguments: '{"zone":"UTC"}' } });
  expect(answer.usage?.completion_tokens).toBe(10_000);
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['fake-large', 'fake-small']);
});

test('is read byte for byte by the official Anthropic client', async () => {
  const client = new Anthropic({ apiKey: 'k', baseURL: fake.url });
  const answer = await client.messages
    .stream({
      model: 'm',
      max_tokens: 9,
      messages: [{ role: 'user', content: '[[fake tokens=10000 reasoning=7 tool=clock comments=on]]' }],
    })
    .finalMessage();
  expect(answer.content).toMatchObject([
    { type: 'thinking', thinking: fakeReasoning(7) },
    { type: 'text', text: fakeText(10_000) },
    { type: 'tool_use', name: 'clock', input: { zone: 'UTC' } },
  ]);
  expect(answer.stop_reason).toBe('tool_use');
  expect((await client.models.list()).data[0]?.display_name).toBe('fake large');
});

test('paces hundreds of streams together and says when each token was written', async () => {
  const streams = 200;
  const before = monotonicMicros();
  const prompts = Array.from({ length: streams }, (_, index) => `[[fake id=pace-${index} tokens=25 rate=50]]`);
  const texts = await Promise.all(prompts.map(async (prompt) => (await ask(prompt)).text()));
  for (const text of texts) expect(text.match(/ w\d+/g)?.length).toBe(25);
  const requests = fake.requests.filter(({ script }) => script.id?.startsWith('pace-'));
  expect(requests).toHaveLength(streams);
  const late: number[] = [];
  for (const { writtenUs } of requests) {
    expect(writtenUs).toHaveLength(25);
    const first = writtenUs[0] ?? 0;
    expect(first).toBeGreaterThanOrEqual(before);
    writtenUs.forEach((at, index) => late.push(at - first - index * 20_000));
  }
  // Never early, but that a late first token makes the others look so; and no drift: lateness is of this moment, not of the tokens before.
  expect(Math.min(...late)).toBeGreaterThan(-150_000);
  expect(late.sort((a, b) => a - b)[late.length >> 1]).toBeLessThan(250_000);
});

test('tells another process what it wrote', async () => {
  await (await ask('[[fake id=told tokens=3]]')).text();
  const { requests, nowUs } = (await (await fetch(`${fake.url}/__written?request=told`)).json()) as {
    nowUs: number;
    requests: { tokens: number; writtenUs: number[]; state: string }[];
  };
  expect(requests).toMatchObject([{ tokens: 3, state: 'ended' }]);
  expect(requests[0]?.writtenUs).toHaveLength(3);
  expect(Math.abs(monotonicMicros() - nowUs)).toBeLessThan(5_000_000);
});

test('goes on with the next number after an answer to continue, past what befell it', async () => {
  const text = await (
    await ask('', {
      messages: [
        { role: 'user', content: '[[fake tokens=6 cutAt=3]]' },
        { role: 'assistant', content: fakeText(3) },
      ],
    })
  ).text();
  expect(text.match(/ w\d+/g)).toEqual([' w4', ' w5', ' w6']);
  expect(text).toContain('[DONE]');
});

test('hangs until its reader leaves, and knows when that was', async () => {
  const control = new AbortController();
  const response = await fetch(`${fake.openAiUrl}/chat/completions`, {
    method: 'POST',
    signal: control.signal,
    body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: '[[fake id=hang tokens=9 hangAt=2]]' }] }),
  });
  const request = await fake.request(({ script }) => script.id === 'hang');
  const reader = response.body?.getReader();
  while (request.writtenUs.length < 2) await reader?.read();
  expect(request.state).toBe('open');
  control.abort();
  await request.settled;
  expect(request.state).toBe('closed');
});

test('answers a script it cannot read with its own kind of error', async () => {
  const response = await ask('[[fake tokens=');
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('fake_defect');
});
