import { fakePicture, fakePrompt, fakeReasoning, fakeText } from '@parley/test-kit';
import OpenAI from 'openai';
import type { ChatCompletionMessageFunctionToolCall } from 'openai/resources/chat/completions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock, models, pixel, programsHere, type ProgramsHere } from './programs.ts';

let programs: ProgramsHere;
beforeAll(async () => {
  programs = await programsHere();
}, 60_000);
afterAll(() => programs[Symbol.asyncDispose]());

const user = (content: string) => ({ role: 'user' as const, content });
const tools = [{ type: 'function' as const, function: clock }];

test.each(models)('answers in words and counts, whole and in pieces, by %s', async (model) => {
  const { openai } = programs;
  const messages = [{ role: 'system' as const, content: 'Be brief.' }, user(fakePrompt({ tokens: 9 }))];
  const whole = await openai.chat.completions.create({ model, messages, max_tokens: 50, temperature: 0.5 });
  expect(whole).toMatchObject({ object: 'chat.completion', model, choices: [{ index: 0, finish_reason: 'stop' }] });
  expect(whole.choices[0]?.message).toMatchObject({ role: 'assistant', content: fakeText(9), refusal: null });
  expect(whole.usage).toMatchObject({ completion_tokens: 9, total_tokens: whole.usage!.prompt_tokens + 9 });

  let text = '';
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of await openai.chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  })) {
    chunks.push(chunk);
    text += chunk.choices[0]?.delta.content ?? '';
  }
  expect(text).toBe(fakeText(9));
  expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 9 } });
  expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
});

test.each(models)('says what the model thought, by %s', async (model) => {
  if (model.startsWith('openAI/')) return;
  const answer = await programs.openai.chat.completions.create({ model, messages: [user(fakePrompt({ reasoning: 6, tokens: 3 }))] });
  expect(answer.choices[0]?.message).toMatchObject({ content: fakeText(3), reasoning_content: fakeReasoning(6) });
});

test.each(models)('calls several tools at once and goes on with their results, by %s', async (model) => {
  const { openai, last } = programs;
  const calls = [
    { name: 'clock', args: '{"zone":"UTC"}' },
    { name: 'clock', args: '{"zone":"CET"}' },
  ];
  const question = user(fakePrompt({ tokens: 2, calls }));
  const runner = openai.chat.completions.stream({ model, messages: [question], tools, tool_choice: 'auto' });
  const answer = await runner.finalChatCompletion();
  expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
  const called = answer.choices[0]!.message.tool_calls as ChatCompletionMessageFunctionToolCall[];
  expect(called.map(({ function: { name, arguments: args } }) => [name, JSON.parse(args)])).toEqual([
    ['clock', { zone: 'UTC' }],
    ['clock', { zone: 'CET' }],
  ]);
  expect(new Set(called.map(({ id }) => id)).size).toBe(2);
  expect(JSON.stringify(last().body['tools'])).toContain('Says the time.');

  const results = called.map(({ id }, index) => ({ role: 'tool' as const, tool_call_id: id, content: `result ${index}` }));
  const after = await openai.chat.completions.create({
    model,
    tools,
    messages: [question, { role: 'assistant', content: null, tool_calls: called }, ...results, user(fakePrompt({ tokens: 4 }))],
  });
  expect(after.choices[0]?.message.content).toBe(fakeText(4));
  const sent = JSON.stringify(last().body);
  for (const part of ['result 0', 'result 1', 'UTC', 'CET']) expect(sent).toContain(part);
});

test('goes on with results that are the last thing said', async () => {
  const { openai, last } = programs;
  const call = { id: 'call_1', type: 'function' as const, function: { name: 'clock', arguments: '{"zone":"UTC"}' } };
  const messages = [
    user(fakePrompt({ tokens: 4 })),
    { role: 'assistant' as const, content: 'Let me look.', tool_calls: [call] },
    { role: 'tool' as const, tool_call_id: 'call_1', content: 'noon' },
  ];
  const answer = await openai.chat.completions.create({ model: 'openAI/fake-large', messages, tools });
  expect(answer.choices[0]?.message.content).toBe(fakeText(4));
  expect(last().body['messages']).toEqual([messages[0], messages[1], messages[2]]);
});

test.each(['openAI/fake-large', 'anthropic/fake-large', 'google/fake-large'])(
  'sends an image that is in the request on to %s',
  async (model) => {
    const { openai, last } = programs;
    const content = [
      { type: 'text' as const, text: fakePrompt({ tokens: 3 }) },
      { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${pixel}` } },
    ];
    const answer = await openai.chat.completions.create({ model, messages: [{ role: 'user', content }] });
    expect(answer.choices[0]?.message.content).toBe(fakeText(3));
    expect(JSON.stringify(last().body)).toContain(pixel);
  },
);

test('leaves out an image that the model is known not to take, and says so', async () => {
  const image_url = { url: `data:image/png;base64,${pixel}` };
  const answer = await programs.openai.chat.completions.create({
    model: 'ollama/fake-large',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: fakePrompt({ tokens: 1 }) },
          { type: 'image_url', image_url },
        ],
      },
    ],
  });
  expect((answer as unknown as { parley: { warnings: string[] } }).parley.warnings.join()).toContain('does not take images');
});

test('tells a picture that the model made as OpenRouter does, whole and in pieces, and takes it back', async () => {
  const { openai, last } = programs;
  const url = `data:image/png;base64,${fakePicture(320, 200, 1).toString('base64')}`;
  const images = [{ type: 'image_url', image_url: { url } }];
  const asked = { model: 'google/fake-large', messages: [user(fakePrompt({ text: 'Here.', pictures: 1 }))] };
  const { message } = (await openai.chat.completions.create(asked)).choices[0]!;
  expect(message).toMatchObject({ content: 'Here.', images });
  const told: unknown[] = [];
  for await (const { choices } of await openai.chat.completions.create({ ...asked, stream: true }))
    told.push(...((choices[0]?.delta as { images?: unknown[] } | undefined)?.images ?? []));
  expect(told).toEqual(images);
  await openai.chat.completions.create({ ...asked, messages: [...asked.messages, message, user(fakePrompt({ tokens: 1 }))] });
  expect(last().body['contents']).toMatchObject([
    { role: 'user' },
    { role: 'model', parts: [{ text: 'Here.' }, { inlineData: { mimeType: 'image/png' } }] },
    { role: 'user' },
  ]);
});

test('passes settings on under the names of the provider behind', async () => {
  const { openai, last } = programs;
  await openai.chat.completions.create({
    model: 'openAI/fake-large',
    messages: [user(fakePrompt({ tokens: 1 }))],
    stop: 'END',
    top_p: 0.5,
    seed: 7,
    frequency_penalty: 1,
    presence_penalty: -1,
    max_completion_tokens: 64,
    response_format: { type: 'json_schema', json_schema: { name: 'sum', schema: { type: 'object' }, strict: true } },
  });
  expect(last().body).toMatchObject({
    stop: ['END'],
    top_p: 0.5,
    seed: 7,
    frequency_penalty: 1,
    presence_penalty: -1,
    response_format: { type: 'json_schema', json_schema: { name: 'sum', schema: { type: 'object' }, strict: true } },
  });
});

test('says beside the answer what of the request the model could not be told', async () => {
  const answer = await programs.openai.chat.completions.create({
    model: 'ollama/fake-large',
    messages: [user(fakePrompt({ tokens: 1 }))],
    tools,
    tool_choice: 'required',
  });
  expect((answer as unknown as { parley: { warnings: string[] } }).parley.warnings.join()).toContain(
    'Ollama cannot make a model call a tool',
  );
});

test.each([
  [{ status: 401 }, 502, 'provider.key-refused'],
  [{ status: 429, retryAfter: 30 }, 429, 'rate_limit_exceeded'],
  [{ status: 429, error: 'quota' }, 429, 'insufficient_quota'],
  [{ status: 400, error: 'context' }, 400, 'context_length_exceeded'],
  [{ status: 404 }, 404, 'model_not_found'],
])('answers the failure %j of a provider with a status of its own', async (script, status, code) => {
  const failed = programs.openai.chat.completions.create({ model: 'openAI/fake-large', messages: [user(fakePrompt(script))] });
  const error = await failed.then(
    () => undefined,
    (thrown: unknown) => thrown as InstanceType<typeof OpenAI.APIError>,
  );
  expect(error).toBeInstanceOf(OpenAI.APIError);
  expect([error?.status, error?.code]).toEqual([status, code]);
  if ('retryAfter' in script) expect(error?.headers?.get('retry-after')).toBe('30');
});

test('tells a failure in the middle of a stream in the stream', async () => {
  const stream = await programs.openai.chat.completions.create({
    model: 'openAI/fake-large',
    messages: [user(fakePrompt({ tokens: 9, error: 'server', errorAt: 4 }))],
    stream: true,
  });
  let text = '';
  await expect(
    (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    })(),
  ).rejects.toBeInstanceOf(OpenAI.APIError);
  expect(text).toBe(fakeText(4));
});

test('ends the call of the provider when the client goes away', async () => {
  const { openai, last } = programs;
  const prompt = fakePrompt({ tokens: 5_000, rate: 50 });
  const stream = await openai.chat.completions.create({ model: 'openAI/fake-large', messages: [user(prompt)], stream: true });
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  await last().settled;
  expect(last().state).toBe('closed');
  const whole = new AbortController();
  const waiting = openai.chat.completions.create({ model: 'openAI/fake-large', messages: [user(prompt)] }, { signal: whole.signal });
  const before = last().number;
  setTimeout(() => whole.abort(), 500);
  await expect(waiting).rejects.toThrow();
  expect(last().number).toBeGreaterThan(before);
  await last().settled;
  expect(last().state).toBe('closed');
});
