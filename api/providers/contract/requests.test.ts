import type { Part } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { ModelCall, ModelMessage, ModelTool } from '../port.ts';
import { catchRequest } from './catch-request.ts';
import { vendorNames, vendorOf } from './vendors.ts';

const text = (words: string): Part => ({ type: 'text', id: 'p', text: words });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });
const file = (fileId: string, name: string, mediaType: string): Part => ({ type: 'file', id: fileId, fileId, name, mediaType, bytes: 9 });

const toolNamed = (name: string, description: string, argument: string): ModelTool => ({
  name,
  description,
  parameters: { type: 'object', properties: { [argument]: { type: 'string' } }, required: [argument] },
});
const tools = [toolNamed('get_weather', 'The weather of a city.', 'city'), toolNamed('get_time', 'The time of a zone.', 'zone')];

/** Two calls at once, with what the vendor signed before them, and their results. */
function toolTurn(signature: string | undefined): ModelMessage[] {
  const call = (callId: string, name: string, args: string): Part => ({ type: 'tool-call', id: callId, callId, name, arguments: args });
  const result = (callId: string, content: string): Part => ({ type: 'tool-result', id: `${callId}-result`, callId, content });
  const thought: Part[] = [
    { type: 'reasoning', id: 'r', text: 'Two things are asked.', ...(signature === undefined ? {} : { signature }) },
  ];
  return [
    say('user', text('Weather and time in Bern?')),
    say(
      'assistant',
      ...thought,
      call('call_aaa111', 'get_weather', '{"city":"Bern"}'),
      call('call_bbb222', 'get_time', '{"zone":"Europe/Zurich"}'),
      result('call_aaa111', '12 degrees'),
      result('call_bbb222', 'noon'),
    ),
    say('user', text('And tomorrow?')),
  ];
}

const calls: Readonly<Record<string, (vendor: ReturnType<typeof vendorOf>) => Omit<ModelCall, 'model'>>> = {
  'plain text with settings': () => ({
    instructions: 'Be brief.',
    messages: [say('user', text('Hello')), say('assistant', text('Grüezi.')), say('user', text('Where is Bern?'))],
    temperature: 0.5,
    topP: 0.9,
    stop: ['END'],
    maxOutputTokens: 256,
  }),
  'tools, two called at once, and their results': ({ signature }) => ({ messages: toolTurn(signature), tools, toolChoice: 'auto' }),
  reasoning: ({ thinkingBudget }) => ({
    messages: [say('user', text('Which city is the seat?'))],
    ...(thinkingBudget === undefined ? { reasoningEffort: 'high' } : { thinkingBudget }),
  }),
  'an image and a document': () => ({
    messages: [say('user', text('What is this?'), file('png', 'cat.png', 'image/png'), file('pdf', 'report.pdf', 'application/pdf'))],
    loadFile: async (fileId) => Buffer.from(`${fileId} bytes`),
  }),
};

test.each(vendorNames)('%s is asked as its reference says', async (vendor) => {
  const known = vendorOf(vendor);
  const { format, reference } = known;
  const requests: Record<string, object> = {};
  for (const [what, call] of Object.entries(calls)) requests[what] = await catchRequest(vendor, call(known));
  const written = `${JSON.stringify({ reference, requests }, null, 2)}\n`;
  await expect(written).toMatchFileSnapshot(`../${format}/__fixtures__/requests/${vendor}.json`);
});
