import { expect, test } from 'vitest';
import type { ModelCall, ModelTool } from '../port.ts';
import { buildOllamaRequest } from './build-ollama-request.ts';
import { ollamaToolWarnings } from './convert-to-ollama-tools.ts';

const clock: ModelTool = {
  name: 'clock',
  description: 'Says the time.',
  parameters: { type: 'object', properties: { zone: { type: 'string' } }, required: ['zone'] },
};
const dice: ModelTool = { name: 'dice', parameters: { type: 'object', properties: {} }, strict: true };
const schema = { type: 'object', properties: { answer: { type: 'number' } }, required: ['answer'], additionalProperties: false };
const call: ModelCall = {
  model: 'llama3.2',
  messages: [{ role: 'user', parts: [{ type: 'text', id: 'p', text: 'What time is it?' }] }],
  tools: [clock, dice],
};
const build = (change: Partial<ModelCall> = {}) => buildOllamaRequest({ ...call, ...change });
const { strict: _, ...plainDice } = dice;

test("declares tools and form as Ollama's reference of /api/chat describes them", () => {
  expect(build({ responseFormat: { type: 'json_schema', name: 'sum', schema } })).toMatchObject({
    tools: [
      { type: 'function', function: clock },
      { type: 'function', function: plainDice },
    ],
    format: schema,
  });
  expect(build({ responseFormat: { type: 'json_object' } }).format).toBe('json');
});

test('offers what may be chosen, and warns of a choice that cannot be said', () => {
  expect(build({ toolChoice: 'none' })).not.toHaveProperty('tools');
  expect(build({ toolChoice: { name: 'dice' } }).tools).toEqual([{ type: 'function', function: plainDice }]);
  expect(ollamaToolWarnings({ ...call, toolChoice: 'auto' })).toEqual([]);
  expect(ollamaToolWarnings({ ...call, toolChoice: 'required' })).toHaveLength(1);
  expect(ollamaToolWarnings({ ...call, toolChoice: { name: 'dice' }, parallelToolCalls: false })).toHaveLength(2);
  expect(ollamaToolWarnings({ ...call, tools: [], parallelToolCalls: false })).toEqual([]);
});
