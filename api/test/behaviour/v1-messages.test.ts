import Anthropic from '@anthropic-ai/sdk';
import { fakePrompt, fakeReasoning, fakeText } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock, models, pixel, programsHere, type ProgramsHere } from './programs.ts';

let programs: ProgramsHere;
beforeAll(async () => {
  programs = await programsHere();
}, 60_000);
afterAll(() => programs[Symbol.asyncDispose]());

const { name, description, parameters } = clock;
const tools = [{ name, description, input_schema: parameters as Anthropic.Tool.InputSchema }];
const user = (content: Anthropic.MessageParam['content']): Anthropic.MessageParam => ({ role: 'user', content });

test.each(models)('answers in words and counts, whole and in pieces, by %s', async (model) => {
  const { anthropic } = programs;
  const request = { model, max_tokens: 100, system: 'Be brief.', messages: [user(fakePrompt({ tokens: 8 }))] };
  const whole = await anthropic.messages.create(request);
  expect(whole).toMatchObject({ type: 'message', role: 'assistant', model, stop_reason: 'end_turn', stop_sequence: null });
  expect(whole.content).toMatchObject([{ type: 'text', text: fakeText(8) }]);
  expect(whole.usage.output_tokens).toBe(8);

  const types: string[] = [];
  const stream = anthropic.messages.stream(request).on('streamEvent', ({ type }) => types.push(type));
  const message = await stream.finalMessage();
  expect(message.content).toMatchObject([{ type: 'text', text: fakeText(8) }]);
  expect(message.usage.output_tokens).toBe(8);
  expect(types.filter((type, index) => type !== types[index - 1])).toEqual([
    'message_start',
    'content_block_start',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ]);
});

test.each(models)('thinks, calls several tools, and goes on with their results, by %s', async (model) => {
  const { anthropic, last } = programs;
  const calls = [
    { name: 'clock', args: '{"zone":"UTC"}' },
    { name: 'clock', args: '{"zone":"CET"}' },
  ];
  const question = user(fakePrompt({ reasoning: 4, reasoningField: 'reasoning_content', tokens: 2, calls }));
  const request = { model, max_tokens: 2_000, tools, thinking: { type: 'enabled' as const, budget_tokens: 1_024 } };
  for (const answer of [
    await anthropic.messages.create({ ...request, messages: [question] }),
    await anthropic.messages.stream({ ...request, messages: [question] }).finalMessage(),
  ]) {
    expect(answer.stop_reason).toBe('tool_use');
    // Google signs each call with a thought of its own that has no words.
    const said = answer.content.filter((block) => block.type !== 'thinking' || block.thinking !== '');
    expect(said.map(({ type }) => type)).toEqual(['thinking', 'text', 'tool_use', 'tool_use']);
    expect(answer.content[0]).toMatchObject({ thinking: fakeReasoning(4) });
    expect(said.slice(2)).toMatchObject([{ input: { zone: 'UTC' } }, { input: { zone: 'CET' } }]);

    const results = said.flatMap((block, index) =>
      block.type === 'tool_use' ? [{ type: 'tool_result' as const, tool_use_id: block.id, content: `result ${index}` }] : [],
    );
    const after = await anthropic.messages.create({
      ...request,
      messages: [
        question,
        { role: 'assistant', content: answer.content as Anthropic.ContentBlockParam[] },
        user([...results, { type: 'text', text: fakePrompt({ tokens: 5 }) }]),
      ],
    });
    expect(after.content).toMatchObject([{ type: 'text', text: fakeText(5) }]);
    const sent = JSON.stringify(last().body);
    for (const part of ['result 2', 'result 3']) expect(sent).toContain(part);
  }
});

test('sends the signature of a thought back to the provider that made it', async () => {
  const { anthropic, last } = programs;
  const model = 'anthropic/fake-large';
  const question = user(fakePrompt({ reasoning: 4, tokens: 2 }));
  const { content } = await anthropic.messages.create({ model, max_tokens: 2_000, messages: [question] });
  const thought = content.find((block) => block.type === 'thinking');
  expect(thought?.signature).not.toBe('');
  const messages = [
    question,
    { role: 'assistant' as const, content: content as Anthropic.ContentBlockParam[] },
    user(fakePrompt({ tokens: 1 })),
  ];
  await anthropic.messages.create({ model, max_tokens: 2_000, messages });
  expect(JSON.stringify(last().body['messages'])).toContain(JSON.stringify(thought?.signature));
});

test('gives sealed thoughts back as the blocks they were', async () => {
  const { anthropic, last } = programs;
  const messages = [
    user('One'),
    {
      role: 'assistant' as const,
      content: [
        { type: 'redacted_thinking' as const, data: 'opaque' },
        { type: 'text' as const, text: 'Two' },
      ],
    },
    user(fakePrompt({ tokens: 1 })),
  ];
  await anthropic.messages.create({ model: 'anthropic/fake-large', max_tokens: 10, messages });
  expect(JSON.stringify(last().body['messages'])).toContain('{"type":"redacted_thinking","data":"opaque"}');
});

test.each(['openAI/fake-large', 'anthropic/fake-large', 'google/fake-large'])(
  'sends images on, also those of results, to %s',
  async (model) => {
    const { anthropic, last } = programs;
    const image = { type: 'image' as const, source: { type: 'base64' as const, media_type: 'image/png' as const, data: pixel } };
    const call = { type: 'tool_use' as const, id: 'toolu_1', name: 'clock', input: { zone: 'UTC' } };
    const answer = await anthropic.messages.create({
      model,
      max_tokens: 100,
      tools,
      messages: [
        user([image, { type: 'text', text: 'What is this?' }]),
        { role: 'assistant', content: [call] },
        user([
          { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'a dial' }, image] },
          { type: 'text', text: fakePrompt({ tokens: 3 }) },
        ]),
      ],
    });
    expect(answer.content).toMatchObject([{ type: 'text', text: fakeText(3) }]);
    const sent = JSON.stringify(last().body);
    expect(sent.split(pixel)).toHaveLength(3);
    expect(sent).toContain('a dial');
  },
);

test('says that the model made a picture, for which this format has no place, whole and in pieces', async () => {
  const asked = {
    model: 'google/fake-large',
    max_tokens: 10,
    messages: [{ role: 'user' as const, content: fakePrompt({ text: 'Here.', pictures: 1 }) }],
  };
  const whole = await programs.anthropic.messages.create(asked);
  const told = await programs.anthropic.messages.create({ ...asked, stream: true });
  const events = [];
  for await (const event of told) events.push(event);
  expect(whole.content[0]).toMatchObject({ type: 'text', text: 'Here.' });
  for (const said of [whole, events.find(({ type }) => type === 'message_delta')])
    expect((said as unknown as { parley: { warnings: string[] } }).parley.warnings.join()).toContain('The model made a file (image/png)');
});

test('counts what a request would send without asking anybody', async () => {
  const { anthropic, fake } = programs;
  const before = fake.requests.length;
  const count = async (words: string, more: object = {}): Promise<number> =>
    (await anthropic.messages.countTokens({ model: 'openAI/fake-large', messages: [user(words)], ...more })).input_tokens;
  const short = await count('Hello there');
  expect(short).toBeGreaterThan(1);
  expect(short).toBeLessThan(20);
  expect(await count('word '.repeat(1_000))).toBeGreaterThan(900);
  expect(await count('Hello there', { system: 'Be brief.', tools })).toBeGreaterThan(short + 10);
  expect(fake.requests.length).toBe(before);
});

test('lists models in the words of Anthropic', async () => {
  const ids: string[] = [];
  for await (const model of programs.anthropic.models.list()) ids.push(model.id);
  expect(ids).toEqual(expect.arrayContaining([...models]));
  expect(await programs.anthropic.models.retrieve('anthropic/fake-large')).toMatchObject({ type: 'model', id: 'anthropic/fake-large' });
});

test('gives the list in pages to who asks for them, from either end', async () => {
  const { anthropic } = programs;
  const all = (await anthropic.models.list()).data.map(({ id }) => id);
  const paged: string[] = [];
  for await (const model of anthropic.models.list({ limit: 2 })) paged.push(model.id);
  expect(paged).toEqual(all);
  const page = await anthropic.models.list({ limit: 2, before_id: all[3]! });
  expect(page).toMatchObject({ has_more: true, first_id: all[1], last_id: all[2] });
  expect(await anthropic.models.list({ after_id: all.at(-1)! })).toMatchObject({ data: [], has_more: false, first_id: null });
  for (const query of [{ limit: 0 }, { limit: 1_001 }, { after_id: 'nobody' }, { after_id: all[0]!, before_id: all[1]! }])
    await expect(anthropic.models.list(query)).rejects.toBeInstanceOf(Anthropic.BadRequestError);
});

test.each([
  [{ status: 401 }, 502, 'api_error'],
  [{ status: 429, retryAfter: 30 }, 429, 'rate_limit_error'],
  [{ status: 429, error: 'quota' }, 402, 'billing_error'],
  [{ status: 529, retryAfter: 30 }, 529, 'overloaded_error'],
  [{ status: 400, error: 'context' }, 400, 'invalid_request_error'],
  [{ status: 404 }, 404, 'not_found_error'],
])('answers the failure %j of a provider in the words of Anthropic', async (script, status, type) => {
  const failed = programs.anthropic.messages.create({ model: 'anthropic/fake-large', max_tokens: 9, messages: [user(fakePrompt(script))] });
  await expect(failed).rejects.toMatchObject({ status, error: { type: 'error', error: { type } } });
});

test('tells a failure in the middle of a stream in the stream', async () => {
  const prompt = fakePrompt({ tokens: 9, error: 'overloaded', errorAt: 4 });
  const stream = programs.anthropic.messages.stream({ model: 'anthropic/fake-large', max_tokens: 99, messages: [user(prompt)] });
  let text = '';
  stream.on('text', (delta) => (text += delta));
  await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIError);
  expect(text).toBe(fakeText(4));
});

test('ends the call of the provider when the client goes away', async () => {
  const { anthropic, last } = programs;
  const messages = [user(fakePrompt({ tokens: 5_000, rate: 50 }))];
  const stream = await anthropic.messages.create({ model: 'anthropic/fake-large', max_tokens: 9_000, messages, stream: true });
  for await (const event of stream) if (event.type === 'content_block_delta') break;
  await last().settled;
  expect(last().state).toBe('closed');
});
