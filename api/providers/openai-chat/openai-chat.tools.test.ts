import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import type { ModelCall, ModelTool } from '../port.ts';
import { buildOpenAiChatRequest } from './build-openai-chat-request.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';

const clock: ModelTool = {
  name: 'clock',
  description: 'Says the time.',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};
const dice: ModelTool = { name: 'dice', parameters: { type: 'object', properties: {} }, strict: true };
const schema = { type: 'object', properties: { answer: { type: 'number' } }, required: ['answer'], additionalProperties: false };
const call: ModelCall = {
  model: 'gpt-4.1',
  messages: [{ role: 'user', parts: [{ type: 'text', id: 'p', text: 'What time is it?' }] }],
  tools: [clock, dice],
};
const build = (change: Partial<ModelCall> = {}) => buildOpenAiChatRequest({ ...call, ...change }, 'https://api.openai.com/v1');

/** Without `readonly`, as the vendor's own types are. */
type Mutable<T> = T extends readonly (infer E)[] ? Mutable<E>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

test('declares tools and choice in the words of the vendor', () => {
  const body = build({ toolChoice: { name: 'clock' }, parallelToolCalls: false });
  expect(body).toMatchObject({
    tools: [
      { type: 'function', function: clock },
      { type: 'function', function: dice },
    ],
    tool_choice: { type: 'function', function: { name: 'clock' } },
    parallel_tool_calls: false,
  });
  // The official client's types are the vendor's reference: this compiles only while we send what they describe.
  const official: Pick<OpenAI.ChatCompletionCreateParams, 'tools' | 'tool_choice' | 'parallel_tool_calls'> = structuredClone(
    body,
  ) as Mutable<typeof body>;
  expect(official.tools).toHaveLength(2);
});

test.each(['auto', 'none', 'required'] as const)('leaves the choice %s as it is', (toolChoice) => {
  expect(build({ toolChoice })).toHaveProperty('tool_choice', toolChoice);
});

test('says nothing of tools where there are none', () => {
  expect(Object.keys(build({ tools: [], toolChoice: 'auto', parallelToolCalls: true }))).toEqual([
    'model',
    'messages',
    'stream',
    'stream_options',
  ]);
});

test('asks for JSON, with a schema or without', () => {
  expect(build({ responseFormat: { type: 'json_object' } }).response_format).toEqual({ type: 'json_object' });
  const body = build({ responseFormat: { type: 'json_schema', name: 'sum', schema, strict: true } });
  expect(body.response_format).toEqual({ type: 'json_schema', json_schema: { name: 'sum', schema, strict: true } });
  const official: Pick<OpenAI.ChatCompletionCreateParams, 'response_format'> = structuredClone(body) as Mutable<typeof body>;
  expect(official.response_format?.type).toBe('json_schema');
});

test('goes on without a form of answer, or a number of calls, that the server does not know, and says so', () => {
  const body = build({ responseFormat: { type: 'json_object' }, parallelToolCalls: true });
  const once = adjustRefusedRequest(body, 400, "'response_format' of type json_object is not supported with this model");
  expect(once?.body).not.toHaveProperty('response_format');
  expect(once?.warning).toContain('form of an answer');
  const twice = adjustRefusedRequest(once!.body, 422, 'unknown field parallel_tool_calls');
  expect(twice?.body).not.toHaveProperty('parallel_tool_calls');
  expect(twice?.body.tools).toHaveLength(2);
  expect(adjustRefusedRequest(twice!.body, 422, 'unknown field parallel_tool_calls')).toBeUndefined();
});
