import type OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createOpenAiResponsesProvider } from './create-openai-responses-provider.ts';

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOpenAiResponsesProvider, '/v1');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const ok = {
  body: 'data: {"type":"response.output_text.delta","delta":"ok"}\n\ndata: {"type":"response.completed","response":{"status":"completed"}}\n\n',
};
const refuse = (message: string) => ({ status: 400, body: JSON.stringify({ error: { message } }) });

/** Reference: platform.openai.com, create a model response; compiles only while the official client's types describe what we send. */
const reasoner = {
  max_output_tokens: 16,
  reasoning: { summary: 'auto', effort: 'minimal' },
  include: ['reasoning.encrypted_content'],
  text: { verbosity: 'low' },
  tools: [{ type: 'web_search' }],
} satisfies Partial<OpenAI.Responses.ResponseCreateParamsStreaming>;

test('sends what a model that reasons takes, and warns of its sampling', async () => {
  const { asked, events } = await replayer.stream(ok, {
    model: 'gpt-5',
    maxOutputTokens: 4,
    reasoningEffort: 'minimal',
    verbosity: 'low',
    webSearch: true,
    temperature: 0.5,
    seed: 7,
  });
  const { model: _, input: __, stream: ___, store: ____, ...sent } = asked[0]?.body ?? {};
  expect(sent).toEqual(reasoner);
  expect(tell(events)).toEqual([
    'warning setting.unsupported',
    'warning setting.unsupported',
    'warning setting.narrowed',
    'text: ok',
    'finish end',
  ]);
});

test('sends the sampling of a model that does not reason', async () => {
  const { asked, events } = await replayer.stream(ok, { model: 'gpt-4o', temperature: 0.5, topP: 0.25, stop: ['x'] });
  expect(asked[0]?.body).toMatchObject({ temperature: 0.5, top_p: 0.25 });
  expect(asked[0]?.body).not.toHaveProperty('stop');
  expect(tell(events)[0]).toBe('warning setting.unsupported');
});

test('asks again without what is refused', async () => {
  const call = { model: 'gpt-5', reasoningEffort: 'high', verbosity: 'low', webSearch: true } as const;
  const refusals = [
    refuse("Unsupported value: 'reasoning.effort' does not support 'high' with this model."),
    refuse("Unsupported parameter: 'text.verbosity' is not supported with this model."),
    refuse('Hosted tool web_search is not supported with this model.'),
  ];
  const { asked, events } = await replayer.stream([...refusals, ok], call);
  expect(asked.at(-1)?.body).toMatchObject({ reasoning: { summary: 'auto' } });
  expect(asked.at(-1)?.body).not.toHaveProperty('text');
  expect(asked.at(-1)?.body).not.toHaveProperty('tools');
  expect(tell(events).filter((line) => line.startsWith('warning'))).toHaveLength(3);
});
