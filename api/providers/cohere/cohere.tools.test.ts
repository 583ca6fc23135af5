import { expect, test } from 'vitest';
import type { ModelCall, ModelTool } from '../port.ts';
import { buildCohereRequest } from './build-cohere-request.ts';
import { cohereToolWarnings } from './convert-to-cohere-tools.ts';

const clock: ModelTool = {
  name: 'clock',
  description: 'Says the time.',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};
const dice: ModelTool = { name: 'dice', parameters: { type: 'object', properties: {} }, strict: true };
const schema = { type: 'object', properties: { answer: { type: 'number' } }, required: ['answer'], additionalProperties: false };
const call: ModelCall = {
  model: 'command-a-03-2025',
  messages: [{ role: 'user', parts: [{ type: 'text', id: 'p', text: 'What time is it?' }] }],
  tools: [clock, dice],
};
const build = (change: Partial<ModelCall> = {}) => buildCohereRequest({ ...call, ...change });
const { strict: _, ...plainDice } = dice;

test("declares tools and form as Cohere's reference of chat, version 2, describes them", () => {
  expect(build({ responseFormat: { type: 'json_schema', name: 'sum', schema } })).toMatchObject({
    tools: [
      { type: 'function', function: clock },
      { type: 'function', function: plainDice },
    ],
    response_format: { type: 'json_object', json_schema: schema },
  });
  expect(build()).not.toHaveProperty('strict_tools');
  expect(build({ tools: [dice] }).strict_tools).toBe(true);
  expect(build({ responseFormat: { type: 'json_object' } }).response_format).toEqual({ type: 'json_object' });
});

test('says the choice in its own words', () => {
  expect(build({ toolChoice: 'auto' })).not.toHaveProperty('tool_choice');
  expect(build({ toolChoice: 'none' }).tool_choice).toBe('NONE');
  expect(build({ toolChoice: 'required' }).tool_choice).toBe('REQUIRED');
  expect(build({ toolChoice: { name: 'dice' } })).toMatchObject({
    tools: [{ type: 'function', function: plainDice }],
    tool_choice: 'REQUIRED',
  });
  expect(cohereToolWarnings({ ...call, parallelToolCalls: false })).toHaveLength(1);
  expect(cohereToolWarnings(call)).toEqual([]);
});
