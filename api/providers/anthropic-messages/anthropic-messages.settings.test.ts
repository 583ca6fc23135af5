import type Anthropic from '@anthropic-ai/sdk';
import type { CallSettings } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createAnthropicMessagesProvider } from './create-anthropic-messages-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createAnthropicMessagesProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = {
  body: [
    { type: 'message_start', message: {} },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'ok' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
    { type: 'message_stop' },
  ]
    .map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)
    .join(''),
};
const refuse = (message: string) => ({
  status: 400,
  body: JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }),
});

type Params = Partial<Anthropic.MessageCreateParamsStreaming>;

async function sent(model: string, settings: CallSettings): Promise<{ body: Record<string, unknown>; warnings: string[] }> {
  const { asked, events, error } = await replayer.stream(ok, { model, ...settings });
  expect(error).toBeUndefined();
  const { model: _, messages: __, stream: ___, cache_control: ____, ...body } = asked[0]?.body ?? {};
  return { body, warnings: events.flatMap((event) => (event.type === 'warning' ? [event.code] : [])) };
}

// Reference: platform.claude.com, create a message; extended thinking; effort. The types are the official client's.
test("sends every setting in Anthropic's names", async () => {
  // The client no longer types the sampling that its newest models refuse.
  const plain = { temperature: 0.5, top_p: 0.9, top_k: 20, ...({ max_tokens: 99, stop_sequences: ['END'] } satisfies Params) };
  const settings = { maxOutputTokens: 99, temperature: 0.5, topP: 0.9, topK: 20, stop: ['END'] };
  expect(await sent('claude-sonnet-4-5', settings)).toEqual({ body: plain, warnings: [] });

  const budget = { max_tokens: 32_000, thinking: { type: 'enabled', budget_tokens: 8_000 } } satisfies Params;
  expect(await sent('claude-sonnet-4-5', { thinkingBudget: 8_000 })).toEqual({ body: budget, warnings: [] });

  const adaptive = {
    max_tokens: 32_000,
    thinking: { type: 'adaptive', display: 'summarized' },
    output_config: { effort: 'xhigh' },
  } satisfies Params;
  expect(await sent('claude-opus-4-7', { reasoningEffort: 'xhigh' })).toEqual({ body: adaptive, warnings: [] });
  const off = { max_tokens: 32_000, thinking: { type: 'disabled' } } satisfies Params;
  expect(await sent('claude-sonnet-4-6', { reasoningEffort: 'none' })).toEqual({ body: off, warnings: [] });

  const search = {
    max_tokens: 4_096,
    tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 5 }],
  } satisfies Params;
  expect(await sent('claude-3-opus', { webSearch: true })).toEqual({ body: search, warnings: [] });
});

test('makes room beside a budget, and leaves out what thinking forbids', async () => {
  const { body, warnings } = await sent('claude-sonnet-4-5', {
    thinkingBudget: 500,
    maxOutputTokens: 1_000,
    temperature: 0.2,
    topP: 0.5,
    topK: 9,
  });
  expect(body).toEqual({ max_tokens: 5_120, thinking: { type: 'enabled', budget_tokens: 1_024 } });
  expect(warnings).toEqual(Array.from({ length: 4 }, () => 'provider.setting-ignored'));
});

test('warns of what there is not, and lowers what is too high', async () => {
  expect(await sent('claude-3-opus', { seed: 1, verbosity: 'low', thinkingBudget: 5, temperature: 1.8 })).toEqual({
    body: { max_tokens: 4_096, temperature: 1 },
    warnings: ['setting.narrowed', 'setting.unsupported', 'setting.unsupported', 'setting.unsupported'],
  });
});

test('asks again without a budget, an effort or sampling that a model refuses', async () => {
  const message =
    'thinking.type.enabled is not supported for this model. Use thinking.type.adaptive and output_config.effort. budget_tokens';
  const budget = await replayer.stream([refuse(message), ok], { model: 'm', thinkingBudget: 9_000 });
  expect(budget.asked[1]?.body).not.toHaveProperty('thinking');
  expect(tell(budget.events)[0]).toBe('warning provider.setting-ignored');
  const sampled = await replayer.stream(
    [refuse('top_k is deprecated for this model'), refuse('This model does not support output_config'), ok],
    {
      model: 'claude-opus-4-6',
      topK: 3,
      reasoningEffort: 'low',
    },
  );
  expect(sampled.asked[2]?.body).not.toHaveProperty('top_k');
  expect(sampled.asked[2]?.body).not.toHaveProperty('output_config');
});
