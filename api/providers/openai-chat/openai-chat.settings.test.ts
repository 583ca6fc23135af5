import type OpenAI from 'openai';
import type { CallSettings } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, type Replayer } from '../contract/replay.ts';
import { buildOpenAiChatRequest } from './build-openai-chat-request.ts';
import { createOpenAiChatProvider } from './create-openai-chat-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOpenAiChatProvider, '/v1');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: 'data: {"choices":[{"index":0,"delta":{"content":"ok"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n' };
const refuse = (message: string) => ({ status: 400, body: JSON.stringify({ error: { message } }) });
const messages = [{ role: 'user', parts: [{ type: 'text', id: 'p', text: 'Hi' }] }] as const;

/** What is sent beside the model and its messages. */
function settingsAt(baseUrl: string, settings: CallSettings, model = 'm'): Record<string, unknown> {
  const { model: _, messages: __, stream, stream_options, ...sent } = buildOpenAiChatRequest({ model, messages, ...settings }, baseUrl);
  expect([stream, stream_options !== undefined || !baseUrl.includes('openai')]).toEqual([true, true]);
  return sent;
}

/** Reference: platform.openai.com, create chat completion; compiles only while the official client's types describe what we send. */
const official = {
  temperature: 0.5,
  top_p: 0.9,
  frequency_penalty: 0.1,
  presence_penalty: -0.1,
  seed: 7,
  stop: ['END'],
  max_completion_tokens: 99,
  reasoning_effort: 'low',
  verbosity: 'high',
  web_search_options: {},
} satisfies Partial<OpenAI.ChatCompletionCreateParamsStreaming>;

test("sends every setting in OpenAI's names", () => {
  const settings: CallSettings = {
    temperature: 0.5,
    topP: 0.9,
    frequencyPenalty: 0.1,
    presencePenalty: -0.1,
    seed: 7,
    stop: ['END'],
    maxOutputTokens: 99,
    reasoningEffort: 'low',
    verbosity: 'high',
    webSearch: true,
  };
  expect(settingsAt('https://api.openai.com/v1', settings)).toEqual(official);
});

test('names settings as each vendor does', () => {
  // docs.mistral.ai, chat completion; openrouter.ai, parameters and reasoning tokens; api-docs.deepseek.com, thinking mode;
  // docs.perplexity.ai, chat completions.
  expect(settingsAt('https://api.mistral.ai/v1', { seed: 7 })).toEqual({ random_seed: 7 });
  expect(settingsAt('https://openrouter.ai/api/v1', { topK: 3, reasoningEffort: 'high', webSearch: true })).toEqual({
    top_k: 3,
    reasoning: { effort: 'high' },
    plugins: [{ id: 'web' }],
  });
  expect(settingsAt('https://openrouter.ai/api/v1', { reasoningEffort: 'high', thinkingBudget: 2_000 })).toEqual({
    reasoning: { max_tokens: 2_000 },
  });
  expect(settingsAt('https://openrouter.ai/api/v1', { thinkingBudget: 0 })).toEqual({ reasoning: { enabled: false } });
  expect(settingsAt('https://api.deepseek.com', { reasoningEffort: 'none' })).toEqual({ thinking: { type: 'disabled' } });
  expect(settingsAt('https://api.deepseek.com', { reasoningEffort: 'max' })).toEqual({
    thinking: { type: 'enabled' },
    reasoning_effort: 'max',
  });
  expect(settingsAt('https://api.perplexity.ai', { webSearch: false })).toEqual({ disable_search: true });
  expect(settingsAt('https://api.perplexity.ai', { webSearch: true })).toEqual({});
});

test('warns of each setting that the model does not have, and sends the others', async () => {
  const { asked, events, error } = await replayer.stream(ok, { thinkingBudget: 1_000, verbosity: 'low', topK: 4, webSearch: true });
  expect(error).toBeUndefined();
  expect(asked[0]?.body).toMatchObject({ top_k: 4 });
  expect(asked[0]?.body).not.toHaveProperty('verbosity');
  expect(events.filter(({ type }) => type === 'warning')).toEqual(
    ['A thinking budget', 'Verbosity', 'Web search'].map((words) => ({
      type: 'warning',
      code: 'setting.unsupported',
      message: `${words} cannot be set for this model and is left out.`,
    })),
  );
});

test('leaves out one after another what a server refuses, and warns of each', async () => {
  const { asked, events } = await replayer.stream(
    [
      refuse("Unsupported parameter: 'temperature' is not supported with this model."),
      refuse("Unsupported value: 'top_p' does not support 0.5 with this model."),
      refuse('Model m does not support parameter reasoningEffort.'),
      refuse("Argument not supported on this model: 'stop'"),
      refuse('extra_forbidden: top_k'),
      ok,
    ],
    { temperature: 0.5, topP: 0.5, topK: 3, stop: ['x'], reasoningEffort: 'low', seed: 4 },
  );
  expect(asked.at(-1)?.body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hi' }],
    stream: true,
    stream_options: { include_usage: true },
    seed: 4,
  });
  expect(events.filter((event) => event.type === 'warning').map(({ message }) => message)).toEqual(
    ['temperature', 'top-p', 'reasoning effort', 'list of stop sequences', 'top-k'].map(
      (words) => `This model does not take this ${words}; its own is used.`,
    ),
  );
});
