import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Part } from '@parley/contracts';
import { base64Of, fileCall, goneAsText, leftOut, notesAsText } from '../contract/file-call.ts';
import { startReplayer, tell, type Replayed, type Replayer } from '../contract/replay.ts';
import { goOn } from '../kit/prefill.ts';
import type { GoogleAccess, ModelCall, ModelMessage } from '../port.ts';
import { createGoogleGeminiProvider } from './create-google-gemini-provider.ts';

let replayer: Replayer;
const signIns: string[] = [];
beforeAll(async () => {
  replayer = await startReplayer((options) =>
    createGoogleGeminiProvider({
      ...options,
      tokens: (account) => {
        signIns.push(account.email);
        return Promise.resolve('ya29.token');
      },
    }),
  );
});
afterAll(() => replayer[Symbol.asyncDispose]());

const answer = (text: string): string =>
  `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text }] }, finishReason: 'STOP' }] })}\n\n`;
const ok = { body: answer('ok') };
const text = (value: string, id = 'p1'): Part => ({ type: 'text', id, text: value });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });
const refuse = (message: string, status = 400, more: object = {}) => ({
  status,
  body: JSON.stringify({ error: { code: status, message, status: 'INVALID_ARGUMENT', ...more } }),
});
const contentsOf = ({ asked }: Replayed, index = 0): readonly { role: string; parts: object[] }[] =>
  asked[index]?.body['contents'] as { role: string; parts: object[] }[];
const generationOf = async (call: Partial<ModelCall>): Promise<{ generation: unknown; told: string[] }> => {
  const { asked, events } = await replayer.stream(ok, { model: 'gemini-2.0-flash', ...call });
  return { generation: asked[0]?.body['generationConfig'], told: tell(events) };
};

test('sends exactly what was asked, with the names of the reference', async () => {
  const google: GoogleAccess = { safety: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }] };
  const { asked, events } = await replayer.stream(
    ok,
    {
      model: 'gemini-2.5-flash',
      instructions: 'Be brief.',
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      maxOutputTokens: 9,
      stop: ['END'],
      seed: 7,
      frequencyPenalty: 0.1,
      presencePenalty: 0.2,
    },
    { google, headers: { 'x-team': 'a' } },
  );
  expect(asked[0]).toMatchObject({
    path: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    headers: { 'x-goog-api-key': 'sk-secret-0123456789abcdef', 'x-team': 'a', accept: 'text/event-stream' },
  });
  expect(asked[0]?.headers['authorization']).toBeUndefined();
  expect(asked[0]?.body).toEqual({
    contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    generationConfig: {
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      maxOutputTokens: 9,
      stopSequences: ['END'],
      seed: 7,
      frequencyPenalty: 0.1,
      presencePenalty: 0.2,
      thinkingConfig: { includeThoughts: true },
    },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }],
  });
  expect(tell(events)).toEqual(['text: ok', 'finish end']);
});

test.each([
  ['', '/v1beta/models/m'],
  ['/', '/v1beta/models/m'],
  ['/v1beta/', '/v1beta/models/m'],
  ['/v1beta/models', '/v1beta/models/m'],
  ['/v1', '/v1/models/m'],
  ['/google/v1alpha', '/google/v1alpha/models/m'],
  ['/google', '/google/v1beta/models/m'],
])('takes an address that ends in %j', async (path, expected) => {
  await using own = await startReplayer(createGoogleGeminiProvider, path);
  expect((await own.stream(ok)).asked[0]?.path).toBe(`${expected}:streamGenerateContent?alt=sse`);
});

test('names models of collections as they are, and nothing beyond their place', async () => {
  expect((await replayer.stream(ok, { model: 'tunedModels/x y' })).asked[0]?.path).toBe(
    '/v1beta/tunedModels/x%20y:streamGenerateContent?alt=sse',
  );
  expect((await replayer.stream(ok, { model: 'a?b#c' })).asked[0]?.path).toBe('/v1beta/models/a%3Fb%23c:streamGenerateContent?alt=sse');
});

test.each<[string, Partial<ModelCall>, object | undefined, readonly string[]]>([
  ['gemini-2.0-flash', {}, undefined, []],
  ['gemma-3-27b-it', {}, undefined, []],
  ['gemini-2.5-pro', {}, { includeThoughts: true }, []],
  ['gemini-2.5-flash-image', {}, undefined, []],
  ['gemini-3-pro-preview', {}, { includeThoughts: true }, []],
  ['gemini-flash-latest', {}, { includeThoughts: true }, []],
  ['learnlm-9', {}, undefined, []],
  ['gemini-2.0-flash', { thinkingBudget: 5 }, undefined, ['setting.unsupported']],
  ['gemini-2.5-flash', { reasoningEffort: 'none' }, { thinkingBudget: 0 }, []],
  ['gemini-2.5-flash', { reasoningEffort: 'low' }, { includeThoughts: true, thinkingBudget: 1_024 }, []],
  ['gemini-2.5-flash', { reasoningEffort: 'max' }, { includeThoughts: true, thinkingBudget: 24_576 }, ['setting.narrowed']],
  ['gemini-2.5-pro', { reasoningEffort: 'none' }, { includeThoughts: true, thinkingBudget: 1_024 }, ['setting.narrowed']],
  ['gemini-2.5-flash', { thinkingBudget: 0 }, { thinkingBudget: 0 }, []],
  [
    'gemini-2.5-flash',
    { thinkingBudget: 500, reasoningEffort: 'low' },
    { includeThoughts: true, thinkingBudget: 500 },
    ['setting.unsupported'],
  ],
  ['gemini-3-flash', { reasoningEffort: 'minimal' }, { includeThoughts: true, thinkingLevel: 'MINIMAL' }, []],
  ['gemini-3-flash', { reasoningEffort: 'none' }, { includeThoughts: true, thinkingLevel: 'MINIMAL' }, ['setting.narrowed']],
  ['gemini-3-pro', { reasoningEffort: 'high' }, { includeThoughts: true, thinkingLevel: 'HIGH' }, []],
  ['gemini-3-pro', { reasoningEffort: 'xhigh' }, { includeThoughts: true, thinkingLevel: 'HIGH' }, ['setting.narrowed']],
])('asks %s to think as %o says', async (model, call, thinkingConfig, codes) => {
  const { generation, told } = await generationOf({ model, ...call });
  expect((generation as { thinkingConfig?: object } | undefined)?.thinkingConfig).toEqual(thinkingConfig);
  expect(told.filter((line) => line.startsWith('warning'))).toEqual(codes.map((code) => `warning ${code}`));
});

test('says what Gemini does not take', async () => {
  const { generation, told } = await generationOf({ verbosity: 'low', stop: ['a', 'b', 'c', 'd', 'e', 'f'] });
  expect(generation).toEqual({ stopSequences: ['a', 'b', 'c', 'd', 'e'] });
  expect(told.filter((line) => line.startsWith('warning'))).toEqual(['warning setting.narrowed', 'warning setting.unsupported']);
});

test('lets the web be searched, and pages be read where the model can', async () => {
  const tools = async (call: Partial<ModelCall>): Promise<unknown> => (await replayer.stream(ok, call)).asked[0]?.body['tools'];
  expect(await tools({ model: 'gemini-2.5-pro', webSearch: true })).toEqual([{ googleSearch: {} }, { urlContext: {} }]);
  expect(await tools({ model: 'gemini-2.0-flash', webSearch: true })).toEqual([{ googleSearch: {} }]);
  expect(await tools({ model: 'gemini-2.5-pro', webSearch: false })).toBeUndefined();
});

test('declares tools, and how they are to be used', async () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
  const tools = [{ name: 'weather', description: 'Of a city.', parameters }];
  const send = async (call: Partial<ModelCall>): Promise<Replayed> => replayer.stream(ok, { tools, ...call });
  const first = await send({});
  expect(first.asked[0]?.body['tools']).toEqual([
    { functionDeclarations: [{ name: 'weather', description: 'Of a city.', parametersJsonSchema: parameters }] },
  ]);
  expect(first.asked[0]?.body).not.toHaveProperty('toolConfig');
  const config = async (toolChoice: ModelCall['toolChoice'] & {}): Promise<unknown> =>
    (await send({ toolChoice })).asked[0]?.body['toolConfig'];
  expect(await config('auto')).toEqual({ functionCallingConfig: { mode: 'AUTO' } });
  expect(await config('none')).toEqual({ functionCallingConfig: { mode: 'NONE' } });
  expect(await config('required')).toEqual({ functionCallingConfig: { mode: 'ANY' } });
  expect(await config({ name: 'weather' })).toEqual({ functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['weather'] } });
  const single = await send({ parallelToolCalls: false });
  expect(tell(single.events)[0]).toBe('warning setting.unsupported');
  const both = await send({ webSearch: true });
  expect(both.asked[0]?.body['tools']).toHaveLength(1);
  expect(tell(both.events)[0]).toBe('warning setting.unsupported');
});

const round: Part[] = [
  { type: 'reasoning', id: 'r', text: 'Hm', signature: 'google:thought:dGg=' },
  { type: 'reasoning', id: 's', text: 'unsigned' },
  { type: 'reasoning', id: 't', text: 'of another', signature: 'openai:rs_1:abc' },
  text('Let me see. '),
  { type: 'reasoning', id: 'u', text: '', signature: 'google:call:Y2FsbA==' },
  { type: 'tool-call', id: 'v', callId: 'c1', name: 'clock', arguments: '{"zone":"UTC"}' },
  { type: 'tool-call', id: 'w', callId: 'c2', name: 'clock', arguments: 'torn' },
  { type: 'tool-call', id: 'x', callId: 'c3', name: 'never answered', arguments: '{}' },
  { type: 'tool-result', id: 'y', callId: 'c1', content: '{"time":"noon"}' },
  { type: 'tool-result', id: 'z', callId: 'c2', content: 'broken', isError: true },
  { type: 'tool-result', id: 'A', callId: 'c9', content: 'never asked' },
  text('It is ', 'B'),
  text('noon.', 'C'),
  { type: 'reasoning', id: 'D', text: '', signature: 'google:text:dGV4dA==' },
];

test('sends rounds of calls and results, every signature on the part it came on', async () => {
  const sent = await replayer.stream(ok, {
    messages: [
      say('assistant', text('Hello')),
      say('system', text('More rules.')),
      say('user', text('One')),
      say('user', text('  '), text('Two')),
      say('assistant', ...round),
      say('user', text('Thanks')),
    ],
    instructions: 'Rules.',
  });
  expect(sent.asked[0]?.body['systemInstruction']).toEqual({ parts: [{ text: 'Rules.\n\nMore rules.' }] });
  expect(contentsOf(sent)).toEqual([
    { role: 'user', parts: [{ text: '(The assistant begins.)' }] },
    { role: 'model', parts: [{ text: 'Hello' }] },
    { role: 'user', parts: [{ text: 'One' }, { text: 'Two' }] },
    {
      role: 'model',
      parts: [
        { text: 'Hm', thought: true, thoughtSignature: 'dGg=' },
        { text: 'Let me see. ' },
        { functionCall: { id: 'c1', name: 'clock', args: { zone: 'UTC' } }, thoughtSignature: 'Y2FsbA==' },
        { functionCall: { id: 'c2', name: 'clock', args: {} } },
      ],
    },
    {
      role: 'user',
      parts: [
        { functionResponse: { id: 'c1', name: 'clock', response: { time: 'noon' } } },
        { functionResponse: { id: 'c2', name: 'clock', response: { error: 'broken' } } },
      ],
    },
    { role: 'model', parts: [{ text: 'It is noon.', thoughtSignature: 'dGV4dA==' }] },
    { role: 'user', parts: [{ text: 'Thanks' }] },
  ]);
});

test('says of a call that another model made that it has no signature, where Gemini insists on one', async () => {
  const parts = round.filter(({ type }) => type !== 'reasoning');
  const messages = [say('user', text('One')), say('assistant', ...parts), say('user', text('Two'))];
  const signature = async (model: string): Promise<unknown> =>
    (contentsOf(await replayer.stream(ok, { model, messages }))[1]?.parts[1] as { thoughtSignature?: string } | undefined)
      ?.thoughtSignature;
  expect(await signature('gemini-3-pro')).toBe('skip_thought_signature_validator');
  expect(await signature('gemini-2.5-pro')).toBeUndefined();
});

test('sends pictures, documents, sound and moving pictures inside the request, words as words, and says what is left out', async () => {
  const { call, loaded } = fileCall();
  const [question] = call.messages ?? [];
  const film: Part = { type: 'file', id: 'f', fileId: 'film', name: 'film.mov', mediaType: 'video/quicktime', bytes: 3 };
  const sent = await replayer.stream(ok, {
    messages: [say('user', ...(question?.parts ?? []), film)],
    loadFile: (id, signal) =>
      id === 'film' ? Promise.resolve(new Uint8Array([1, 2, 3])) : (call.loadFile?.(id, signal) ?? Promise.resolve(null)),
  });
  expect(contentsOf(sent)).toEqual([
    {
      role: 'user',
      parts: [
        { text: 'Look at these:' },
        { inlineData: { mimeType: 'image/png', data: base64Of('png') } },
        { inlineData: { mimeType: 'application/pdf', data: base64Of('pdf') } },
        { inlineData: { mimeType: 'audio/mpeg', data: base64Of('mp3') } },
        { text: notesAsText },
        { text: goneAsText },
        { text: 'What do you see?' },
        { inlineData: { mimeType: 'video/quicktime', data: 'AQID' } },
      ],
    },
  ]);
  expect(leftOut(sent.events).toSorted()).toEqual(['all.zip', 'gone.txt', 'letter.docx']);
  expect(loaded.toSorted()).toEqual(['gone', 'mp3', 'notes', 'pdf', 'png']);
});

test('asks for JSON, with a schema where one is given, and less where the model cannot', async () => {
  const schema = { type: 'object', properties: { a: { type: 'number' } } };
  const responseFormat = { type: 'json_schema' as const, name: 'a', schema };
  expect((await generationOf({ responseFormat })).generation).toEqual({ responseMimeType: 'application/json', responseJsonSchema: schema });
  expect((await generationOf({ responseFormat: { type: 'json_object' } })).generation).toEqual({ responseMimeType: 'application/json' });
  const words = "Function calling with a response mime type: 'application/json' is unsupported";
  const less = await replayer.stream([refuse(words), ok], { responseFormat });
  expect(less.asked[1]?.body['generationConfig']).toEqual({});
  expect(tell(less.events)[0]).toBe('warning provider.setting-ignored');
});

test('goes on from an answer, whose closing white space it does not send and does not repeat', async () => {
  const messages = [say('user', text('Tell')), say('assistant', text('Once upon\n '))];
  const first = await replayer.stream({ body: answer('\n  a time') }, { messages });
  expect(contentsOf(first).at(-1)).toEqual({ role: 'model', parts: [{ text: 'Once upon' }] });
  expect(tell(first.events)[0]).toBe('text:  a time');
  const thought: Part = { type: 'reasoning', id: 'r', text: 'Hm', signature: 'google:thought:s' };
  const thoughtOnly = await replayer.stream(ok, { messages: [say('user', text('Tell')), say('assistant', thought)] });
  expect(contentsOf(thoughtOnly).map(({ role }) => role)).toEqual(['user']);
  const asking = await replayer.stream([refuse('Please ensure that the last message ends with a user role'), ok], { messages });
  expect(contentsOf(asking, 1).at(-1)).toEqual({ role: 'user', parts: [{ text: goOn }] });
});

test('asks again in another way when a part of the request is refused', async () => {
  const config = ({ asked }: Replayed): unknown => asked[1]?.body['generationConfig'];
  const never = await replayer.stream([refuse('Thinking is not enabled for models/x'), ok], { model: 'gemini-2.5-x', temperature: 1 });
  expect(config(never)).toEqual({ temperature: 1 });
  expect(tell(never.events)[0]).toBe('text: ok');
  const always = await replayer.stream([refuse('Budget 0 is invalid. This model only works in thinking mode.'), ok], {
    model: 'gemini-2.5-flash',
    reasoningEffort: 'none',
  });
  expect(config(always)).toEqual({ thinkingConfig: { includeThoughts: true } });
  expect(tell(always.events)[0]).toBe('warning provider.setting-ignored');
  const penalty = await replayer.stream([refuse('Penalty is not enabled for this model'), refuse('Penalty is not enabled'), ok], {
    frequencyPenalty: 1,
    presencePenalty: 1,
  });
  expect(penalty.asked[2]?.body['generationConfig']).toEqual({});
  const gemma = await replayer.stream([refuse('Developer instruction is not enabled for models/gemma-3-27b-it'), ok], {
    instructions: 'Short.',
  });
  expect(gemma.asked[1]?.body).toEqual({
    contents: [
      { role: 'user', parts: [{ text: 'Short.' }] },
      { role: 'user', parts: [{ text: 'Hi' }] },
    ],
  });
  const offline = await replayer.stream([refuse('Search Grounding is not supported.'), ok], { webSearch: true });
  expect(offline.asked[1]?.body).not.toHaveProperty('tools');
  expect(tell(offline.events)[0]).toBe('warning provider.setting-ignored');
  const messages = [say('user', text('One')), say('assistant', ...round), say('user', text('Two'))];
  const spoilt = await replayer.stream([refuse('Thought signature is not valid.'), ok], { messages });
  expect(contentsOf(spoilt, 1)[1]).toEqual({
    role: 'model',
    parts: [
      { text: 'Let me see. ' },
      { functionCall: { id: 'c1', name: 'clock', args: { zone: 'UTC' } }, thoughtSignature: 'skip_thought_signature_validator' },
      { functionCall: { id: 'c2', name: 'clock', args: {} } },
    ],
  });
  expect((await replayer.stream(refuse('nothing to be done'))).asked).toHaveLength(1);
});

const info = (reason: string) => ({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' });
const quota = (quotaId: string) => ({ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] });
const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.0748s' };
const exceeded = 'You exceeded your current quota, please check your plan and billing details.';

test.each<[number, string, string, object[], string, number?]>([
  [400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [info('API_KEY_INVALID')], 'provider.key-refused'],
  [400, 'INVALID_ARGUMENT', 'Invalid value at contents', [], 'provider.bad-request'],
  [
    400,
    'INVALID_ARGUMENT',
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    [],
    'provider.context-too-long',
  ],
  [400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.', [], 'provider.forbidden'],
  [401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.', [info('ACCESS_TOKEN_EXPIRED')], 'provider.key-refused'],
  [403, 'PERMISSION_DENIED', 'Generative Language API has not been used.', [info('SERVICE_DISABLED')], 'provider.forbidden'],
  [403, 'PERMISSION_DENIED', 'This API method requires billing.', [info('BILLING_DISABLED')], 'provider.quota-exhausted'],
  [404, 'NOT_FOUND', 'models/x is not found for API version v1beta', [], 'provider.model-not-found'],
  [429, 'RESOURCE_EXHAUSTED', exceeded, [quota('GenerateRequestsPerMinutePerProjectPerModel'), retry], 'provider.rate-limited', 34.0748],
  [429, 'RESOURCE_EXHAUSTED', exceeded, [quota('GenerateRequestsPerDayPerProjectPerModel'), retry], 'provider.quota-exhausted', 34.0748],
  [429, 'RESOURCE_EXHAUSTED', `${exceeded} limit: 0`, [quota('GenerateRequestsPerMinute')], 'provider.quota-exhausted'],
  [429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', [], 'provider.rate-limited'],
  [500, 'INTERNAL', 'An internal error has occurred.', [], 'provider.failed'],
  [503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.', [], 'provider.overloaded'],
  [504, 'DEADLINE_EXCEEDED', 'Deadline expired before operation could complete.', [], 'provider.timeout'],
])('maps status %i %s "%s"', async (status, name, message, details, code, retryAfter) => {
  const refusal = refuse(message, status, { status: name, details });
  const { error } = await replayer.stream(refusal);
  expect(error).toMatchObject({ name: 'ProviderError', code, status, message });
  expect((error as { retryAfter?: number }).retryAfter).toBe(retryAfter);
  expect((await replayer.stream({ ...refusal, body: `[${refusal.body}]` })).error).toMatchObject({ code, message });
});

test('hides the key in what is said about it', async () => {
  const { error } = await replayer.stream(refuse('Invalid key sk-secret-0123456789abcdef', 401, { status: 'UNAUTHENTICATED' }));
  expect((error as Error).message).not.toContain('0123456789');
  expect((await replayer.stream(ok, {}, { key: 'two words' })).error).toMatchObject({ code: 'provider.key-refused' });
});

test('reads every page of the list of models, those that answer, with their limits', async () => {
  const model = (name: string, methods = ['generateContent']) => ({
    name: `models/${name}`,
    displayName: name.toUpperCase(),
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: methods,
  });
  const pages = [
    { body: JSON.stringify({ models: [model('gemini-a'), model('embedding-1', ['embedContent'])], nextPageToken: 'n' }) },
    { body: JSON.stringify({ models: [model('gemini-b')] }) },
  ];
  const { models, asked } = await replayer.models(pages);
  expect(models).toEqual([
    { id: 'gemini-a', name: 'GEMINI-A', contextTokens: 1_048_576 },
    { id: 'gemini-b', name: 'GEMINI-B', contextTokens: 1_048_576 },
  ]);
  expect(asked.map(({ path }) => path)).toEqual(['/v1beta/models?pageSize=1000', '/v1beta/models?pageSize=1000&pageToken=n']);
  expect((await replayer.models({ body: '{}' })).models).toEqual([]);
  expect((await replayer.models(refuse('API key not valid.', 400, { details: [info('API_KEY_INVALID')] }))).models).toMatchObject({
    code: 'provider.key-refused',
  });
  for (const body of ['[]', '{"data":[]}', '<html>'])
    expect((await replayer.models({ body })).models).toMatchObject({ code: 'provider.bad-answer' });
});

const vertex: GoogleAccess = {
  vertex: { project: 'p-1', location: 'europe-west4', account: { email: 'a@p-1', privateKey: '', tokenUrl: 'http://127.0.0.1:1' } },
};

test('asks Vertex in its project and region, with a token and without ids', async () => {
  const messages = [say('user', text('One')), say('assistant', ...round), say('user', text('Two'))];
  const sent = await replayer.stream(ok, { model: 'gemini-2.5-pro', messages }, { key: null, google: vertex });
  expect(sent.asked[0]).toMatchObject({
    path: '/v1/projects/p-1/locations/europe-west4/publishers/google/models/gemini-2.5-pro:streamGenerateContent?alt=sse',
    headers: { authorization: 'Bearer ya29.token' },
  });
  expect(sent.asked[0]?.headers['x-goog-api-key']).toBeUndefined();
  expect(JSON.stringify(sent.asked[0]?.body)).not.toContain('"id"');
  expect(signIns.at(-1)).toBe('a@p-1');
  const tuned = await replayer.stream(ok, { model: 'endpoints/77' }, { key: null, google: vertex });
  expect(tuned.asked[0]?.path).toBe('/v1/projects/p-1/locations/europe-west4/endpoints/77:streamGenerateContent?alt=sse');
});

test('reads the list of models of Vertex', async () => {
  const body = JSON.stringify({
    publisherModels: ['gemini-2.5-pro', 'text-embedding-005', 'gemini-embedding-001', 'imagen-4'].map((id) => ({
      name: `publishers/google/models/${id}`,
    })),
  });
  const { models, asked } = await replayer.models({ body }, { key: null, google: vertex });
  expect(models).toEqual([{ id: 'gemini-2.5-pro', name: 'gemini-2.5-pro' }]);
  expect(asked[0]?.path).toBe('/v1beta1/publishers/google/models?pageSize=100');
});

test('sends the key as a bearer too where a proxy asks for that', async () => {
  const { asked } = await replayer.stream(ok, {}, { google: { bearer: true } });
  expect(asked[0]?.headers).toMatchObject({
    'x-goog-api-key': 'sk-secret-0123456789abcdef',
    authorization: 'Bearer sk-secret-0123456789abcdef',
  });
});
