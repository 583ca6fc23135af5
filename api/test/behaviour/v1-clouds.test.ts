import { fakePrompt, fakeReasoning, fakeText } from '@parley/test-kit';
import type { ChatCompletionMessageFunctionToolCall } from 'openai/resources/chat/completions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stack } from '../world.ts';
import { clock, programsHere, type ProgramsHere } from './programs.ts';

// Programs in front of the clouds' own ways of calling models: deployments of Azure, signed requests and binary frames of Bedrock.
let programs: ProgramsHere;
beforeAll(async () => {
  programs = await programsHere((url) => ({
    OPENAI_MODELS: 'fake-large,gpt-4o',
    AZURE_API_KEY: 'azure-key-0123456789',
    AZURE_OPENAI_BASEURL: `${url}/openai/deployments`,
    AZURE_OPENAI_API_VERSION: '2024-10-21',
    AZURE_OPENAI_MODELS: 'gpt-4.1',
    BEDROCK_AWS_DEFAULT_REGION: 'eu-central-1',
    BEDROCK_BASE_URL: url,
    BEDROCK_AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    BEDROCK_AWS_SECRET_ACCESS_KEY: 'a-secret-of-aws',
    BEDROCK_AWS_MODELS: 'anthropic.claude-3-7-sonnet-20250219-v1:0',
  }));
}, 60_000);
afterAll(() => programs[Symbol.asyncDispose]());

const azure = 'azureOpenAI/gpt-4.1';
const bedrock = 'bedrock/anthropic.claude-3-7-sonnet-20250219-v1:0';
const clouds = [azure, bedrock];
const user = (content: string) => ({ role: 'user' as const, content });
const tools = [{ type: 'function' as const, function: clock }];

test.each(clouds)('answers as Chat Completions, whole and in pieces, by %s', async (model) => {
  const { openai } = programs;
  const messages = [{ role: 'system' as const, content: 'Be brief.' }, user(fakePrompt({ tokens: 9 }))];
  const whole = await openai.chat.completions.create({ model, messages, max_tokens: 50 });
  expect(whole).toMatchObject({ model, choices: [{ finish_reason: 'stop', message: { content: fakeText(9) } }] });
  expect(whole.usage?.completion_tokens).toBe(9);
  let text = '';
  for await (const chunk of await openai.chat.completions.create({ model, messages, stream: true }))
    text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toBe(fakeText(9));
});

test.each(clouds)('answers as Responses and as Messages, by %s', async (model) => {
  const { openai, anthropic } = programs;
  const response = await openai.responses.create({ model, input: fakePrompt({ tokens: 4 }) });
  expect(response).toMatchObject({ status: 'completed', output_text: fakeText(4), usage: { output_tokens: 4 } });
  const told = anthropic.messages.stream({ model, max_tokens: 50, messages: [user(fakePrompt({ tokens: 5 }))] });
  expect(await told.finalText()).toBe(fakeText(5));
  expect(await told.finalMessage()).toMatchObject({ stop_reason: 'end_turn', usage: { output_tokens: 5 } });
});

test.each(clouds)('calls a tool and goes on with its result, by %s', async (model) => {
  const { openai, last } = programs;
  const question = user(fakePrompt({ tokens: 2, tool: 'clock' }));
  const called = await openai.chat.completions.create({ model, messages: [question], tools });
  const [call] = called.choices[0]!.message.tool_calls as ChatCompletionMessageFunctionToolCall[];
  expect([called.choices[0]?.finish_reason, call?.function.name]).toEqual(['tool_calls', 'clock']);
  const result = { role: 'tool' as const, tool_call_id: call!.id, content: 'It is noon.' };
  const messages = [question, called.choices[0]!.message, result, user(fakePrompt({ tokens: 3 }))];
  const answer = await openai.chat.completions.create({ model, messages, tools });
  expect(answer.choices[0]?.message.content).toBe(fakeText(3));
  expect(JSON.stringify(last().body)).toContain('It is noon.');
});

test('reaches each cloud in its own way, and gives Bedrock’s thoughts back with their proof', async () => {
  const { openai, anthropic, last } = programs;
  await openai.chat.completions.create({ model: azure, messages: [user(fakePrompt({ tokens: 1 }))] });
  expect(last()).toMatchObject({ path: '/openai/deployments/gpt-41/chat/completions', headers: { 'api-key': 'azure-key-0123456789' } });
  const question = user(fakePrompt({ tokens: 2, reasoning: 3 }));
  const thought = await anthropic.messages.create({ model: bedrock, max_tokens: 50, messages: [question] });
  expect(last().path).toContain('/converse-stream');
  expect(String(last().headers['authorization'])).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/bedrock\//);
  const [block] = thought.content;
  expect(block).toMatchObject({ type: 'thinking', thinking: fakeReasoning(3), signature: expect.stringMatching(/./) as string });
  const messages = [question, { role: 'assistant' as const, content: thought.content }, user(fakePrompt({ tokens: 1 }))];
  await anthropic.messages.create({ model: bedrock, max_tokens: 50, messages });
  expect(JSON.stringify(last().body)).toContain((block as { signature: string }).signature);
});

/** Another node follows what an administrator decides within five seconds. */
const everyNodeKnows = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, stack === 'single' ? 0 : 5_500));

test('refuses, in the words of either vendor and before a model is asked, whose budget is used up', { timeout: 40_000 }, async () => {
  const { here, ada, makeKey, fake, openai, anthropic } = programs;
  const { id } = (await ada.call('GET', '/api/account')).body as { id: string };
  const budget = { principal: { type: 'user', id }, dollarsPerMonth: 0.000_001 };
  expect((await ada.call('PUT', '/api/usage/budgets', { body: budget })).status).toBe(200);
  await everyNodeKnows();
  const asked = fake.requests.length;
  const messages = [user(fakePrompt({ tokens: 2 }))];
  const model = 'openAI/gpt-4o';
  for (const stream of [false, true])
    await expect(openai.chat.completions.create({ model, messages, stream })).rejects.toMatchObject({
      status: 429,
      code: 'insufficient_quota',
      type: 'insufficient_quota',
    });
  await expect(openai.responses.create({ model, input: 'Hi' })).rejects.toMatchObject({ status: 429, code: 'insufficient_quota' });
  await expect(anthropic.messages.create({ model, max_tokens: 9, messages })).rejects.toMatchObject({
    status: 402,
    error: { error: { type: 'billing_error' } },
  });
  expect(fake.requests.length).toBe(asked);
  // It is that person's alone, and no longer when it is taken away.
  const bob = await here.signUp('Bob');
  const { secret } = await makeKey(bob, ['chat.write']);
  const body = { model, messages };
  expect((await here.call('POST', '/v1/chat/completions', { token: secret, body })).status).toBe(200);
  await ada.call('DELETE', `/api/usage/budgets?type=user&id=${id}`);
  await everyNodeKnows();
  expect((await openai.chat.completions.create({ model, messages })).choices[0]?.message.content).toBe(fakeText(2));
});
