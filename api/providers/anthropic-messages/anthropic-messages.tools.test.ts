import type Anthropic from '@anthropic-ai/sdk';
import type { Part } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { ModelCall, ModelTool } from '../port.ts';
import { adjustRefusedRequest } from './adjust-refused-request.ts';
import { buildAnthropicRequest } from './build-anthropic-request.ts';

const clock: ModelTool = {
  name: 'clock',
  description: 'Says the time.',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};
const dice: ModelTool = { name: 'dice', parameters: { type: 'object', properties: {} }, strict: true };
const schema = { type: 'object', properties: { answer: { type: 'number' } }, required: ['answer'], additionalProperties: false };
const call: ModelCall = {
  model: 'claude-sonnet-4-5',
  messages: [{ role: 'user', parts: [{ type: 'text', id: 'p', text: 'What time is it?' }] }],
  tools: [clock, dice],
};
const build = (change: Partial<ModelCall> = {}) => buildAnthropicRequest({ ...call, ...change }).body;

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
      { name: 'clock', description: 'Says the time.', input_schema: clock.parameters },
      { name: 'dice', input_schema: dice.parameters, strict: true },
    ],
    tool_choice: { type: 'tool', name: 'clock', disable_parallel_tool_use: true },
    output_config: { format: { type: 'json_schema', schema } },
  });
  // The official client's types are the vendor's reference: this compiles only while we send what they describe.
  const official: Anthropic.MessageCreateParamsStreaming = structuredClone(body) as Mutable<typeof body>;
  expect(official.tools).toHaveLength(2);
});

test.each([
  ['auto', 'auto'],
  ['none', 'none'],
  ['required', 'any'],
] as const)('says %s as %s', (toolChoice, type) => {
  expect(build({ toolChoice }).tool_choice).toEqual({ type });
});

test('declares the tools of old calls beside the new ones, and lets none be called where there are no new ones', () => {
  const past: Part[] = [
    { type: 'tool-call', id: 't', callId: 'c', name: 'compass', arguments: '{}' },
    { type: 'tool-result', id: 'u', callId: 'c', content: 'north' },
  ];
  const messages: ModelCall['messages'] = [...call.messages, { role: 'assistant', parts: past }];
  expect(build({ messages }).tools?.map(({ name }) => name)).toEqual(['clock', 'dice', 'compass']);
  expect(build({ messages })).not.toHaveProperty('tool_choice');
  expect(build({ messages, tools: [] })).toMatchObject({ tools: [{ name: 'compass' }], tool_choice: { type: 'none' } });
});

test('says that JSON is promised only with a schema, and goes on without a form the model does not know', () => {
  expect(buildAnthropicRequest({ ...call, responseFormat: { type: 'json_object' } }).warnings).toHaveLength(1);
  const body = build({ responseFormat: { type: 'json_schema', name: 'sum', schema } });
  const adjusted = adjustRefusedRequest(body, 400, "'output_config.format' is not supported by this model");
  expect(adjusted?.body).not.toHaveProperty('output_config');
  expect(adjusted?.warning).toContain('form of an answer');
});
