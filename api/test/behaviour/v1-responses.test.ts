import { fakePicture, fakePrompt, fakeReasoning, fakeText } from '@parley/test-kit';
import OpenAI from 'openai';
import type { Response, ResponseInput, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clock, models, pixel, programsHere, type ProgramsHere } from './programs.ts';

let programs: ProgramsHere;
beforeAll(async () => {
  programs = await programsHere({ OPENAI_API: 'responses' });
}, 60_000);
afterAll(() => programs[Symbol.asyncDispose]());

const tools = [{ type: 'function' as const, strict: false, ...clock }];

async function read(stream: AsyncIterable<ResponseStreamEvent>): Promise<ResponseStreamEvent[]> {
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test.each(models)('answers in words and counts, whole and in pieces, by %s', async (model) => {
  const { openai } = programs;
  const input = fakePrompt({ tokens: 7 });
  const whole = await openai.responses.create({ model, input, instructions: 'Be brief.', max_output_tokens: 50 });
  expect(whole).toMatchObject({ object: 'response', status: 'completed', model, store: false, error: null, incomplete_details: null });
  expect(whole.output_text).toBe(fakeText(7));
  expect(whole.usage).toMatchObject({ output_tokens: 7 });

  const events = await read(await openai.responses.create({ model, input, stream: true }));
  const types = events.map(({ type }) => type);
  expect(types.filter((type, index) => type !== types[index - 1])).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ]);
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
  const last = events.at(-1) as Extract<ResponseStreamEvent, { type: 'response.completed' }>;
  expect(last.response.output).toMatchObject([{ type: 'message', content: [{ type: 'output_text', text: fakeText(7) }] }]);
  expect(last.response.usage).toMatchObject({ output_tokens: 7 });
});

test.each(models)('tells thoughts and tools in items of their own, which come back with the next request, by %s', async (model) => {
  const { openai, last } = programs;
  const calls = [
    { name: 'clock', args: '{"zone":"UTC"}' },
    { name: 'clock', args: '{"zone":"CET"}' },
  ];
  const question = { role: 'user' as const, content: fakePrompt({ reasoning: 5, tokens: 2, calls }) };
  const answer = await openai.responses
    .stream({ model, input: [question], tools, include: ['reasoning.encrypted_content'] })
    .finalResponse();
  // Google signs each call with a thought of its own that has no words.
  const said = answer.output.filter((item) => item.type !== 'reasoning' || item.summary.length > 0);
  expect(said.map(({ type }) => type)).toEqual(['reasoning', 'message', 'function_call', 'function_call']);
  expect(answer.output[0]).toMatchObject({ summary: [{ type: 'summary_text', text: fakeReasoning(5) }] });
  const called = answer.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
  expect(called.map((item) => JSON.parse(item.arguments) as unknown)).toEqual([{ zone: 'UTC' }, { zone: 'CET' }]);

  const results = called.map(({ call_id }, index) => ({ type: 'function_call_output' as const, call_id, output: `result ${index}` }));
  const input = [question, ...answer.output, ...results, { role: 'user', content: fakePrompt({ tokens: 3 }) }] as ResponseInput;
  const after = await openai.responses.create({ model, input, tools });
  expect(after.output_text).toBe(fakeText(3));
  const sent = JSON.stringify(last().body);
  for (const part of ['result 0', 'result 1']) expect(sent).toContain(part);
});

test('keeps what OpenAI sealed of its reasoning, so that OpenAI accepts it again', async () => {
  const { openai, last } = programs;
  const question = { role: 'user' as const, content: fakePrompt({ reasoning: 3, tokens: 2 }) };
  const first = await openai.responses.create({ model: 'openAI/fake-large', input: [question] });
  const next = { role: 'user' as const, content: fakePrompt({ tokens: 1 }) };
  await openai.responses.create({ model: 'openAI/fake-large', input: [question, ...first.output, next] as ResponseInput });
  expect(last().path).toContain('/responses');
  const items = last().body['input'] as { type?: string; encrypted_content?: string }[];
  expect(items.find(({ type }) => type === 'reasoning')?.encrypted_content).toMatch(/^sealed-fake/);
});

test('sends an image that is in the request on', async () => {
  const { openai, last } = programs;
  const content = [
    { type: 'input_text' as const, text: fakePrompt({ tokens: 3 }) },
    { type: 'input_image' as const, detail: 'auto' as const, image_url: `data:image/png;base64,${pixel}` },
  ];
  const answer = await openai.responses.create({ model: 'anthropic/fake-large', input: [{ role: 'user', content }] });
  expect(answer.output_text).toBe(fakeText(3));
  expect(JSON.stringify(last().body)).toContain(pixel);
});

test('tells a picture that the model made as an item of its own, whole and in pieces, and takes it back', async () => {
  const { openai, last } = programs;
  const question = { role: 'user' as const, content: fakePrompt({ text: 'Here.', pictures: 1 }) };
  const asked = { model: 'openAI/fake-large', input: [question] };
  const item = { type: 'image_generation_call', status: 'completed', result: fakePicture(320, 200, 1).toString('base64') };
  const whole = await openai.responses.create(asked);
  expect(whole.output).toMatchObject([{ type: 'message' }, item]);
  const told: ResponseStreamEvent[] = [];
  for await (const event of await openai.responses.create({ ...asked, stream: true })) told.push(event);
  expect(told.filter(({ type }) => type === 'response.output_item.done').at(-1)).toMatchObject({ output_index: 1, item });
  expect(told.at(-1)).toMatchObject({ type: 'response.completed', response: { output: [{ type: 'message' }, item] } });
  await openai.responses.create({
    model: 'openAI/fake-large',
    input: [question, ...whole.output, { role: 'user', content: fakePrompt({ tokens: 1 }) }] as ResponseInput,
  });
  expect(last().body['input']).toMatchObject([
    { role: 'user' },
    { role: 'assistant', content: 'Here.' },
    { role: 'user', content: [{ type: 'input_text' }, { type: 'input_image', image_url: `data:image/png;base64,${item.result}` }, {}] },
  ]);
});

test('says that an answer is incomplete, and why', async () => {
  const answer = await programs.openai.responses.create({ model: 'openAI/fake-large', input: fakePrompt({ tokens: 3, finish: 'length' }) });
  expect(answer).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output_text: fakeText(3) });
});

test('tells a failure in the middle of a stream in the stream', async () => {
  const stream = await programs.openai.responses.create({
    model: 'openAI/fake-large',
    input: fakePrompt({ tokens: 9, error: 'server', errorAt: 4 }),
    stream: true,
  });
  const types: string[] = [];
  let failed: Response | undefined;
  await expect(
    (async () => {
      for await (const event of stream) {
        types.push(event.type);
        if (event.type === 'response.failed') failed = event.response;
      }
    })(),
  ).rejects.toBeInstanceOf(OpenAI.APIError);
  expect(failed).toMatchObject({ status: 'failed', output: [{ type: 'message', content: [{ text: fakeText(4) }] }] });
});

test('ends the call of the provider when the client goes away', async () => {
  const { openai, last } = programs;
  const input = fakePrompt({ tokens: 5_000, rate: 50 });
  const stream = await openai.responses.create({ model: 'openAI/fake-large', input, stream: true });
  for await (const event of stream) if (event.type === 'response.output_text.delta') break;
  await last().settled;
  expect(last().state).toBe('closed');
});

test.each([
  [{ status: 401 }, OpenAI.InternalServerError, 'provider.key-refused'],
  [{ status: 404 }, OpenAI.NotFoundError, 'model_not_found'],
  [{ status: 429, retryAfter: 30 }, OpenAI.RateLimitError, 'rate_limit_exceeded'],
  [{ status: 429, error: 'quota' }, OpenAI.RateLimitError, 'insufficient_quota'],
  [{ status: 400, error: 'context' }, OpenAI.BadRequestError, 'context_length_exceeded'],
  [{ status: 503, retryAfter: 30 }, OpenAI.InternalServerError, 'provider.overloaded'],
])('answers the failure %j of a provider with the error that the client has a class for', async (script, type, code) => {
  const failed = programs.openai.responses.create({ model: 'openAI/fake-large', input: fakePrompt(script) });
  const error = await failed.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ code });
});

test('tells thoughts and calls in events that are complete and in order', async () => {
  const calls = [
    { name: 'clock', args: '{"zone":"UTC"}' },
    { name: 'clock', args: '{"zone":"CET"}' },
  ];
  const input = fakePrompt({ reasoning: 3, tokens: 2, calls });
  const events = await read(await programs.openai.responses.create({ model: 'openAI/fake-large', input, tools, stream: true }));
  const types = events.map(({ type }) => type.replace('response.', ''));
  const call = ['output_item.added', 'function_call_arguments.delta', 'function_call_arguments.done', 'output_item.done'];
  expect(types.filter((type, index) => type !== types[index - 1])).toEqual([
    'created',
    'in_progress',
    'output_item.added',
    'reasoning_summary_part.added',
    'reasoning_summary_text.delta',
    'reasoning_summary_text.done',
    'reasoning_summary_part.done',
    'output_item.done',
    'output_item.added',
    'content_part.added',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'output_item.done',
    ...call,
    ...call,
    'completed',
  ]);
  expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
});

test.each([
  [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
  [{ background: true }, 'background'],
  [{ conversation: 'conv_1' }, 'conversation'],
  [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, 'input.0: a reference to an item'],
  [{ tools: [{ type: 'code_interpreter', container: 'x' }] }, 'tools.0: code_interpreter'],
] as const)('refuses %j, since nothing is kept', async (more, param) => {
  const request = { model: 'openAI/fake-large', input: 'Hi', ...more } as unknown as OpenAI.Responses.ResponseCreateParamsNonStreaming;
  await expect(programs.openai.responses.create(request)).rejects.toMatchObject({ status: 400, code: 'api-call.unsupported', param });
});
