import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { buildOpenAiChatRequest } from './build-openai-chat-request.ts';
import { createOpenAiChatProvider } from './create-openai-chat-provider.ts';

// As Azure's reference describes its content filter: prompt results in a first chunk without choices, refusals with an inner error.
let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createOpenAiChatProvider, '/openai/deployments/d1?api-version=2024-10-21');
});
afterAll(() => replayer[Symbol.asyncDispose]());

const safe = { filtered: false, severity: 'safe' };
const data = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`;
const opening = data({
  choices: [],
  created: 0,
  id: '',
  model: '',
  object: '',
  prompt_filter_results: [{ prompt_index: 0, content_filter_results: { hate: safe, jailbreak: { filtered: false, detected: false } } }],
});
const piece = (content: string | null, finish: string | null = null): string =>
  data({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    model: 'gpt-4o-2024-11-20',
    choices: [
      {
        index: 0,
        delta: content === null ? {} : { content },
        finish_reason: finish,
        content_filter_results: content === null ? {} : { hate: safe },
      },
    ],
  });
/** The asynchronous filter reports behind the words, with offsets and without a delta. */
const filterReport = data({
  id: '',
  object: '',
  choices: [
    {
      index: 0,
      finish_reason: null,
      content_filter_results: { hate: safe },
      content_filter_offsets: { check_offset: 44, start_offset: 44, end_offset: 198 },
    },
  ],
});
const done = 'data: [DONE]\n\n';

test('goes to the deployment with the version and the key that Azure wants', async () => {
  const { asked, events } = await replayer.stream(
    {
      body:
        opening +
        piece('Hi') +
        filterReport +
        piece(null, 'stop') +
        data({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } }) +
        done,
    },
    {},
    { keyHeaders: ['api-key'] },
  );
  expect(asked[0]?.path).toBe('/openai/deployments/d1/chat/completions?api-version=2024-10-21');
  expect(asked[0]?.headers['api-key']).toBe('sk-secret-0123456789abcdef');
  expect(asked[0]?.headers['authorization']).toBeUndefined();
  expect(tell(events)).toEqual(['text: Hi', 'usage {"inputTokens":3,"outputTokens":1}', 'finish end']);
});

test('an answer that the filter stopped is a refusal with the words so far', async () => {
  const { events } = await replayer.stream({ body: opening + piece('How to') + piece(null, 'content_filter') + done });
  expect(tell(events)).toEqual(['text: How to', 'finish refusal']);
});

test('a prompt that the filter refused is a refusal in Azure’s words, and no fault of the key', async () => {
  const body = JSON.stringify({
    error: {
      message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      type: null,
      param: 'prompt',
      code: 'content_filter',
      status: 400,
      innererror: {
        code: 'ResponsibleAIPolicyViolation',
        content_filter_result: { jailbreak: { filtered: true, detected: true }, hate: safe },
      },
    },
  });
  const { events, error } = await replayer.stream({ status: 400, body });
  expect(events).toEqual([]);
  expect(error).toMatchObject({
    code: 'provider.refused',
    status: 400,
    message: expect.stringContaining('content management policy') as unknown,
  });
});

test.each([
  [
    404,
    { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } },
    'provider.model-not-found',
  ],
  [
    401,
    { error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' } },
    'provider.key-refused',
  ],
  [
    429,
    { error: { code: '429', message: 'Requests have exceeded the call rate limit. Please retry after 12 seconds.' } },
    'provider.rate-limited',
  ],
])('knows what Azure means by %i', async (status, body, code) => {
  const { error } = await replayer.stream({ status, body: JSON.stringify(body) });
  expect(error).toMatchObject({ code });
});

test.each([
  'https://a.openai.azure.com/openai/v1',
  'https://a.cognitiveservices.azure.com/openai/deployments/d',
  'https://a.services.ai.azure.com/openai/v1',
])('names the limit as the newer models want it at %s', (url) => {
  const call = { model: 'm', messages: [], maxOutputTokens: 9 };
  expect(buildOpenAiChatRequest(call, url)).toMatchObject({ max_completion_tokens: 9 });
});
