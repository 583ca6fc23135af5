import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createOllamaProvider } from './create-ollama-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOllamaProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = { body: '{"message":{"role":"assistant","content":"ok"},"done":true,"done_reason":"stop"}\n' };

// Reference: docs.ollama.com, API: chat; Modelfile: valid parameters; capabilities: thinking.
test("sends every setting in Ollama's names, and warns of what it lacks", async () => {
  const { asked, events } = await replayer.stream(ok, {
    temperature: 0.5,
    topP: 0.9,
    topK: 20,
    frequencyPenalty: 0.1,
    presencePenalty: 0.2,
    seed: 7,
    stop: ['END'],
    maxOutputTokens: 99,
    reasoningEffort: 'none',
    thinkingBudget: 100,
    verbosity: 'low',
  });
  expect(asked[0]?.body).toMatchObject({
    think: false,
    options: {
      temperature: 0.5,
      top_p: 0.9,
      top_k: 20,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      seed: 7,
      stop: ['END'],
      num_predict: 99,
    },
  });
  expect(tell(events).slice(0, 2)).toEqual(['warning setting.unsupported', 'warning setting.unsupported']);
});

test.each([
  ['gpt-oss:20b', 'medium', 'medium'],
  ['qwen3', 'low', true],
])('asks %s to think with effort %s', async (model, reasoningEffort, think) => {
  const { asked } = await replayer.stream(ok, { model, reasoningEffort: reasoningEffort as 'low' });
  expect(asked[0]?.body['think']).toBe(think);
});

test('lets a model that cannot think answer without, and says so', async () => {
  const refusal = { status: 400, body: '{"error":"\\"llama3\\" does not support thinking"}' };
  const { asked, events } = await replayer.stream([refusal, ok], { reasoningEffort: 'high' });
  expect(asked[1]?.body).not.toHaveProperty('think');
  expect(tell(events)).toEqual(['warning provider.setting-ignored', 'text: ok', 'finish end']);
  expect((await replayer.stream(refusal, {})).error).toMatchObject({ code: 'provider.bad-request' });
});
