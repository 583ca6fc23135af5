import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import type { ModelCall, ModelTool } from '../port.ts';
import { buildResponsesRequest } from './build-responses-request.ts';

const clock: ModelTool = {
  name: 'clock',
  description: 'Says the time.',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};
const dice: ModelTool = { name: 'dice', parameters: { type: 'object', properties: {} }, strict: true };
const schema = { type: 'object', properties: { answer: { type: 'number' } }, required: ['answer'], additionalProperties: false };
const call: ModelCall = {
  model: 'gpt-5.1',
  messages: [{ role: 'user', parts: [{ type: 'text', id: 'p', text: 'What time is it?' }] }],
  tools: [clock, dice],
};
const build = (change: Partial<ModelCall> = {}) => buildResponsesRequest({ ...call, ...change }).body;

/** Without `readonly`, as the vendor's own types are. */
type Mutable<T> = T extends readonly (infer E)[] ? Mutable<E>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

test('declares tools, choice and form in the words of the vendor', () => {
  const body = build({
    toolChoice: { name: 'clock' },
    parallelToolCalls: false,
    responseFormat: { type: 'json_schema', name: 'sum', schema, strict: true },
  });
  expect(body).toMatchObject({
    tools: [
      { type: 'function', ...clock, strict: false },
      { type: 'function', ...dice, strict: true },
    ],
    tool_choice: { type: 'function', name: 'clock' },
    parallel_tool_calls: false,
    text: { format: { type: 'json_schema', name: 'sum', schema, strict: true } },
  });
  // The official client's types are the vendor's reference: this compiles only while we send what they describe.
  const official: OpenAI.Responses.ResponseCreateParamsStreaming = structuredClone(body) as Mutable<typeof body>;
  expect(official.tools).toHaveLength(2);
});

test.each(['auto', 'none', 'required'] as const)('leaves the choice %s as it is', (toolChoice) => {
  expect(build({ toolChoice })).toHaveProperty('tool_choice', toolChoice);
});

test('says nothing of tools where there are none, and asks for JSON without a schema', () => {
  const body = build({ tools: [], toolChoice: 'auto', responseFormat: { type: 'json_object' } });
  expect(body).not.toHaveProperty('tools');
  expect(body).not.toHaveProperty('tool_choice');
  expect(body.text).toEqual({ format: { type: 'json_object' } });
});
