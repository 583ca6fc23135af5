import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createCohereProvider } from './create-cohere-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createCohereProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = {
  body: 'data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"ok"}}}}\n\ndata: {"type":"message-end","delta":{"finish_reason":"COMPLETE"}}\n\n',
};

// Reference: docs.cohere.com, chat with streaming (version 2); guide: reasoning.
test("sends every setting in Cohere's names, and warns of what it lacks", async () => {
  const { asked, events } = await replayer.stream(ok, {
    model: 'command-a-reasoning-08-2025',
    temperature: 0.5,
    topP: 1,
    topK: 20,
    frequencyPenalty: 0.1,
    presencePenalty: -1,
    seed: 7,
    stop: ['END'],
    maxOutputTokens: 99,
    thinkingBudget: 500,
    reasoningEffort: 'high',
  });
  expect(asked[0]?.body).toMatchObject({
    temperature: 0.5,
    p: 0.99,
    k: 20,
    frequency_penalty: 0.1,
    presence_penalty: 0,
    seed: 7,
    stop_sequences: ['END'],
    max_tokens: 99,
    thinking: { type: 'enabled', token_budget: 500 },
  });
  expect(tell(events).slice(0, 3)).toEqual(['warning setting.narrowed', 'warning setting.narrowed', 'warning setting.unsupported']);
  const still = await replayer.stream(ok, { model: 'command-a-reasoning-08-2025', thinkingBudget: 0 });
  expect(still.asked[0]?.body['thinking']).toEqual({ type: 'disabled' });
});
