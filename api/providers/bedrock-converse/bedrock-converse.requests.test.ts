import type { Part } from '@parley/contracts';
import { bedrockEvent, fakePrompt, fakeText, startFakeProvider } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Egress, EgressRequest } from '../../egress/port.ts';
import { createEgress } from '../../egress/create-egress.ts';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { goOn } from '../kit/prefill.ts';
import type { AwsAccess, ModelCall, ModelEvent, ModelMessage } from '../port.ts';
import { createBedrockConverseProvider } from './create-bedrock-converse-provider.ts';

// What is sent, from Amazon Bedrock's API Reference: ConverseStream.
let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createBedrockConverseProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const claude = 'anthropic.claude-3-7-sonnet-20250219-v1:0';
const llama = 'meta.llama3-3-70b-instruct-v1:0';
const point = { cachePoint: { type: 'default' } };
const ok = {
  body: Buffer.concat([
    bedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'ok' } }),
    bedrockEvent('messageStop', { stopReason: 'end_turn' }),
    bedrockEvent('metadata', { usage: { inputTokens: 1, outputTokens: 1 } }),
  ]),
};
const refuse = (message: string, status = 400) => ({
  status,
  headers: { 'x-amzn-errortype': 'ValidationException:http://x/' },
  body: JSON.stringify({ message }),
});
const text = (words: string): Part => ({ type: 'text', id: 'p', text: words });
const say = (role: ModelMessage['role'], ...parts: Part[]): ModelMessage => ({ role, parts });
const aws: AwsAccess = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 's', sessionToken: 't' },
  profile: null,
};
const bodyOf = async (call: Partial<ModelCall>, access: object = {}): Promise<Record<string, unknown>> =>
  (await replayer.stream(ok, call, access)).asked[0]!.body;

test('sends exactly what was asked, with the key of Bedrock as a bearer’s', async () => {
  const { asked, events } = await replayer.stream(ok, {
    model: llama,
    instructions: 'Be brief.',
    temperature: 0.2,
    topP: 0.9,
    maxOutputTokens: 100,
    stop: ['END'],
    messages: [say('user', text('Hi')), say('assistant', text('Hello')), say('user', text('And'), text('now?'))],
  });
  expect(asked[0]?.path).toBe('/model/meta.llama3-3-70b-instruct-v1%3A0/converse-stream');
  expect(asked[0]?.headers).toMatchObject({
    authorization: 'Bearer sk-secret-0123456789abcdef',
    accept: 'application/vnd.amazon.eventstream',
    'content-type': 'application/json',
  });
  expect(asked[0]?.body).toEqual({
    messages: [
      { role: 'user', content: [{ text: 'Hi' }] },
      { role: 'assistant', content: [{ text: 'Hello' }] },
      { role: 'user', content: [{ text: 'And' }, { text: 'now?' }] },
    ],
    system: [{ text: 'Be brief.' }],
    inferenceConfig: { maxTokens: 100, temperature: 0.2, topP: 0.9, stopSequences: ['END'] },
  });
  expect(tell(events)).toEqual(['text: ok', 'usage {"inputTokens":1,"outputTokens":1}', 'finish end']);
});

test('signs without a key, calls a profile in place of a model, and sends the guardrail', async () => {
  const arn = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc';
  const guardrail = { guardrailIdentifier: 'g1', guardrailVersion: 'DRAFT', trace: 'enabled' };
  const { asked } = await replayer.stream(
    ok,
    { model: llama },
    { key: null, aws: { ...aws, inferenceProfiles: { [llama]: arn }, guardrail } },
  );
  expect(asked[0]?.path).toBe(`/model/${encodeURIComponent(arn)}/converse-stream`);
  expect(asked[0]?.headers['authorization']).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKID\/20260101\/eu-central-1\/bedrock\/aws4_request, SignedHeaders=accept;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
  );
  expect(asked[0]?.headers['x-amz-security-token']).toBe('t');
  expect(asked[0]?.body['guardrailConfig']).toEqual(guardrail);
});

async function drain(stream: AsyncIterable<ModelEvent>): Promise<void> {
  for await (const event of stream) expect(event.type).not.toBe('finish');
}

test('never signs for a person’s own address', async () => {
  const sent: EgressRequest[] = [];
  const egress = { stream: (request: EgressRequest) => Promise.resolve(void sent.push(request)) } as unknown as Egress;
  const stream = (trust: 'operator' | 'person'): AsyncIterable<ModelEvent> =>
    createBedrockConverseProvider({ egress, access: { baseUrl: 'https://own.example', key: null, aws, trust } }).stream(
      { model: 'm', messages: [say('user', text('Hi'))] },
      new AbortController().signal,
    );
  for (const trust of ['operator', 'person'] as const)
    await expect(drain(stream(trust))).rejects.toMatchObject({ code: 'provider.cut-off' });
  expect(sent.map(({ headers }) => 'authorization' in headers!)).toEqual([true, false]);
});

test('marks what can be cached: after tools, system and the two latest questions, for models that cache', async () => {
  const call = {
    model: claude,
    instructions: 'Be brief.',
    tools: [{ name: 'clock', description: 'Tells the time', parameters: { type: 'object', properties: { zone: { type: 'string' } } } }],
    toolChoice: 'required' as const,
    messages: [1, 2, 3].flatMap((n) => [say('user', text(`q${n}`)), ...(n < 3 ? [say('assistant', text(`a${n}`))] : [])]),
  };
  expect(await bodyOf(call)).toEqual({
    messages: [
      { role: 'user', content: [{ text: 'q1' }] },
      { role: 'assistant', content: [{ text: 'a1' }] },
      { role: 'user', content: [{ text: 'q2' }, point] },
      { role: 'assistant', content: [{ text: 'a2' }] },
      { role: 'user', content: [{ text: 'q3' }, point] },
    ],
    system: [{ text: 'Be brief.' }, point],
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: 'clock',
            description: 'Tells the time',
            inputSchema: { json: { type: 'object', properties: { zone: { type: 'string' } } } },
          },
        },
        point,
      ],
      toolChoice: { any: {} },
    },
  });
  expect(JSON.stringify(await bodyOf({ ...call, model: llama }))).not.toContain('cachePoint');
  expect((await bodyOf({ ...call, model: 'amazon.nova-pro-v1:0' }))['toolConfig']).not.toMatchObject({ tools: [expect.anything(), point] });
});

test('sends calls, results and signed reasoning in their places, and what has no counterpart not at all', async () => {
  const parts: Part[] = [
    { type: 'reasoning', id: 'r', text: 'Hm', signature: 'EqSig==' },
    { type: 'reasoning', id: 'r2', text: '', signature: 'bedrock:c2VjcmV0' },
    { type: 'reasoning', id: 'r3', text: 'of another', signature: 'openai:rs_1:x' },
    { type: 'reasoning', id: 'r4', text: 'without a signature' },
    { type: 'text', id: 't', text: 'Let me see.' },
    { type: 'tool-call', id: 'c1', callId: 'call|1', name: 'clock', arguments: '{"zone":"UTC"}' },
    { type: 'tool-call', id: 'c2', callId: 'c2', name: 'weather', arguments: 'broken' },
    { type: 'tool-call', id: 'c3', callId: 'lost', name: 'clock', arguments: '{}' },
    { type: 'tool-result', id: 'o1', callId: 'call|1', content: '12:00' },
    { type: 'tool-result', id: 'o2', callId: 'c2', content: '', isError: true },
    { type: 'tool-result', id: 'o3', callId: 'stranger', content: 'x' },
    { type: 'text', id: 't2', text: 'Noon.' },
  ];
  const body = await bodyOf({
    model: 'arn:aws:bedrock:x:1:provisioned-model/y',
    messages: [say('user', text('?')), say('assistant', ...parts), say('user', text('Thanks'))],
  });
  expect(body['messages']).toEqual([
    { role: 'user', content: [{ text: '?' }] },
    {
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: 'Hm', signature: 'EqSig==' } } },
        { reasoningContent: { redactedContent: 'c2VjcmV0' } },
        { text: 'Let me see.' },
        { toolUse: { toolUseId: 'call_1', name: 'clock', input: { zone: 'UTC' } } },
        { toolUse: { toolUseId: 'c2', name: 'weather', input: {} } },
      ],
    },
    {
      role: 'user',
      content: [
        { toolResult: { toolUseId: 'call_1', content: [{ text: '12:00' }] } },
        { toolResult: { toolUseId: 'c2', content: [{ text: '(nothing)' }], status: 'error' } },
      ],
    },
    { role: 'assistant', content: [{ text: 'Noon.' }] },
    { role: 'user', content: [{ text: 'Thanks' }] },
  ]);
  // Calls in the history are accepted next to a declaration only.
  expect(body['toolConfig']).toEqual({
    tools: ['clock', 'weather'].map((name) => ({ toolSpec: { name, inputSchema: { json: { type: 'object' } } } })),
  });
});

test('sends images and documents with names that are taken, and words beside them', async () => {
  const file = (fileId: string, name: string, mediaType: string): Part => ({ type: 'file', id: fileId, fileId, name, mediaType, bytes: 3 });
  const { asked, events } = await replayer.stream(ok, {
    model: llama,
    messages: [
      say('user', file('f1', 'Bericht (März)_final!.pdf', 'application/pdf'), file('f2', 'Bericht (März)_final?.pdf', 'application/pdf')),
      say('assistant', text('Read.')),
      say(
        'user',
        text('And this?'),
        file('f3', 'cat.png', 'image/png'),
        file('f4', 'song.mp3', 'audio/mpeg'),
        file('f5', 'gone.png', 'image/png'),
      ),
    ],
    loadFile: (id) => Promise.resolve(id === 'f5' ? null : new Uint8Array([1, 2, 3])),
  });
  const source = { bytes: 'AQID' };
  expect(asked[0]?.body['messages']).toEqual([
    {
      role: 'user',
      content: [
        { text: 'See the document.' },
        { document: { format: 'pdf', name: 'Bericht (Ma rz) final', source } },
        { document: { format: 'pdf', name: 'Bericht (Ma rz) final (2)', source } },
      ],
    },
    { role: 'assistant', content: [{ text: 'Read.' }] },
    {
      role: 'user',
      content: [{ text: 'And this?' }, { image: { format: 'png', source } }, { text: '[The file "gone.png" is no longer there.]' }],
    },
  ]);
  expect(tell(events).filter((line) => line.startsWith('warning'))).toEqual(['warning file.left-out', 'warning file.left-out']);
});

test.each([
  [
    'a budget, which takes the place of temperature',
    claude,
    { thinkingBudget: 2_000, temperature: 0.3 },
    { inferenceConfig: { maxTokens: 6_096 }, additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 2_000 } } },
    1,
  ],
  [
    'an effort',
    'global.anthropic.claude-opus-4-7',
    { reasoningEffort: 'high' as const },
    { additionalModelRequestFields: { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } } },
    0,
  ],
  ['top-k of Claude', claude, { topK: 40 }, { additionalModelRequestFields: { top_k: 40 } }, 0],
  ['top-k of Nova', 'amazon.nova-lite-v1:0', { topK: 40 }, { additionalModelRequestFields: { inferenceConfig: { topK: 40 } } }, 0],
  [
    'the effort of Nova 2',
    'us.amazon.nova-2-lite-v1:0',
    { reasoningEffort: 'low' as const },
    { additionalModelRequestFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } } },
    0,
  ],
  [
    'the effort of gpt-oss',
    'openai.gpt-oss-120b-1:0',
    { reasoningEffort: 'low' as const },
    { additionalModelRequestFields: { reasoning_effort: 'low' } },
    0,
  ],
  ['nothing that there is not', llama, { seed: 1, topK: 3, webSearch: true }, {}, 3],
])('sends settings in each vendor’s own names: %s', async (_, model, settings, fields, warnings) => {
  const { asked, events } = await replayer.stream(ok, { model, ...settings });
  const { messages: _messages, ...body } = asked[0]!.body;
  expect(body).toEqual(fields);
  expect(tell(events).filter((line) => line.startsWith('warning'))).toHaveLength(warnings);
});

test('asks for JSON by a schema, and says what it cannot promise', async () => {
  const schema = { type: 'object', properties: { a: { type: 'number' } } };
  expect((await bodyOf({ responseFormat: { type: 'json_schema', name: 'out', schema } }))['outputConfig']).toEqual({
    textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'out', schema: JSON.stringify(schema) } } },
  });
  const tools = [{ name: 'clock', parameters: {} }];
  expect((await bodyOf({ tools, toolChoice: 'none' }))['toolConfig']).toBeUndefined();
  expect((await bodyOf({ tools, toolChoice: { name: 'clock' } }))['toolConfig']).toMatchObject({ toolChoice: { tool: { name: 'clock' } } });
});

test.each([
  ['cache points', claude, {}, 'You invoked an unsupported model or your request did not allow prompt caching.', 'cachePoint'],
  ['temperature', llama, { temperature: 0.5 }, 'The model does not support the temperature parameter.', 'temperature'],
  ['stop sequences', llama, { stop: ['x'] }, "This model doesn't support the stopSequences field.", 'stopSequences'],
  ['instructions', 'mistral.mistral-7b-instruct-v0:2', { instructions: 'Brief.' }, "This model doesn't support system messages.", 'system'],
  [
    'an effort',
    'openai.gpt-oss-20b-1:0',
    { reasoningEffort: 'low' as const },
    'extraneous key [reasoning_effort] is not permitted',
    'reasoning_effort',
  ],
])('asks again without what the model refuses: %s', async (_, model, call, message, gone) => {
  const { asked, error } = await replayer.stream([refuse(message), ok], { model, ...call });
  expect(error).toBeUndefined();
  expect(asked).toHaveLength(2);
  expect(JSON.stringify(asked[0]?.body)).toContain(gone);
  expect(JSON.stringify(asked[1]?.body)).not.toContain(gone);
});

test('asks for less when the model may not write so much, and without reasoning it did not sign', async () => {
  const much = await replayer.stream([refuse('The maximum tokens you requested exceeds the model limit of 4096.'), ok], {
    model: llama,
    maxOutputTokens: 9_000,
  });
  expect(much.asked[1]?.body['inferenceConfig']).toEqual({ maxTokens: 4_096 });
  const history = [
    say('user', text('?')),
    say('assistant', { type: 'reasoning', id: 'r', text: 'Hm', signature: 'x' }, text('A')),
    say('user', text('B')),
  ];
  const signed = await replayer.stream([refuse('messages.1.content.0: Invalid `signature` in `thinking` block'), ok], {
    model: claude,
    messages: history,
  });
  expect(JSON.stringify(signed.asked[1]?.body)).not.toContain('reasoningContent');
});

test('goes on from an answer, in words where the model takes no other way', async () => {
  const messages = [say('user', text('Count')), say('assistant', text('one, two, '))];
  const { asked } = await replayer.stream(
    [refuse('This model does not support assistant message prefill. The conversation must end with a user message.'), ok],
    { model: llama, messages },
  );
  expect(asked[0]?.body['messages']).toMatchObject([{ role: 'user' }, { role: 'assistant', content: [{ text: 'one, two,' }] }]);
  expect(asked[1]?.body['messages']).toMatchObject([{ role: 'user' }, { role: 'assistant' }, { role: 'user', content: [{ text: goOn }] }]);

  await using fake = await startFakeProvider();
  await using egress = createEgress({ allow: [`127.0.0.1:${fake.port}`] });
  const provider = createBedrockConverseProvider({ egress, access: { baseUrl: fake.url, key: 'k', trust: 'operator' } });
  const events: ModelEvent[] = [];
  const call = { model: 'm', messages: [say('user', text(fakePrompt({ tokens: 6, cutAt: 3 }))), say('assistant', text(fakeText(3)))] };
  for await (const event of provider.stream(call, new AbortController().signal)) events.push(event);
  checkModelEvents(events, 'complete');
  expect(wordsOf(events)).toBe(' w4 w5 w6');
});

test.each([
  [403, 'AccessDeniedException', "You don't have access to the model with the specified model ID.", 'provider.forbidden'],
  [403, 'UnrecognizedClientException', 'The security token included in the request is invalid.', 'provider.key-refused'],
  [403, 'ExpiredTokenException', 'The security token included in the request is expired', 'provider.key-refused'],
  [
    403,
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
    'provider.key-refused',
  ],
  [400, 'ValidationException', 'The provided model identifier is invalid.', 'provider.model-not-found'],
  [
    400,
    'ValidationException',
    'Invocation of model ID x with on-demand throughput isn’t supported. Retry with an inference profile.',
    'provider.model-not-found',
  ],
  [400, 'ValidationException', 'Input is too long for requested model.', 'provider.context-too-long'],
  [404, 'ResourceNotFoundException', 'This model version has reached the end of its life.', 'provider.model-not-found'],
  [408, 'ModelTimeoutException', 'The request took too long to process.', 'provider.timeout'],
  [424, 'ModelErrorException', 'The model could not process it.', 'provider.failed'],
  [429, 'ThrottlingException', 'Too many tokens, please wait before trying again.', 'provider.rate-limited'],
  [429, 'ModelNotReadyException', 'The model is not ready.', 'provider.overloaded'],
  [503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.', 'provider.overloaded'],
])('knows what AWS means by %i %s: %s', async (status, name, message, code) => {
  const { error, events } = await replayer.stream({
    status,
    headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/` },
    body: JSON.stringify({ message }),
  });
  expect(events).toEqual([]);
  expect(error).toMatchObject({ code, status, message });
});

test('never shows what AWS repeats of a signed request', async () => {
  const message =
    'The request signature we calculated does not match the signature you provided. Key ASIAEXAMPLE12345678.\n\n' +
    "The Canonical String for this request should have been\n'POST\n/model/m\n\nx-amz-security-token:SECRET-OF-THE-SESSION\n'";
  const { error } = await replayer.stream({
    status: 403,
    headers: { 'x-amzn-errortype': 'InvalidSignatureException' },
    body: JSON.stringify({ message }),
  });
  expect(error).toMatchObject({
    code: 'provider.key-refused',
    message: 'The request signature we calculated does not match the signature you provided. Key •••.',
  });
});

test('calls and signs in the region that is chosen, of those that are offered alone, by the profile of the model', async () => {
  const { asked: first } = await replayer.stream(ok, {}, { key: null, aws });
  const here = `http://${String(first[0]?.headers['host'])}`;
  const regional: AwsAccess = {
    ...aws,
    regions: { 'eu-central-1': `${here}/eu`, 'us-west-2': `${here}/us` },
    inferenceProfiles: { [llama]: 'arn:profile/one' },
  };
  const parameters = { changes: [{ name: 'region' as const, options: ['eu-central-1', 'us-west-2'], default: 'eu-central-1' }] };
  const access = { baseUrl: `${here}/eu`, key: null, aws: regional, parameters };
  const placed = async (region: string | undefined, more: object = {}) => {
    const { asked, events } = await replayer.stream(ok, { model: llama, region }, { ...access, ...more });
    const scope = /Credential=AKID\/\d+\/([^/]+)\//.exec(String(asked[0]?.headers['authorization']))?.[1];
    return [asked[0]?.path, scope, ...tell(events).filter((line) => line.startsWith('warning'))];
  };
  const model = 'model/arn%3Aprofile%2Fone/converse-stream';
  expect(await placed(undefined)).toEqual([`/eu/${model}`, 'eu-central-1']);
  expect(await placed('us-west-2')).toEqual([`/us/${model}`, 'us-west-2']);
  expect(await placed('ap-south-1')).toEqual([`/eu/${model}`, 'eu-central-1', 'warning setting.narrowed']);
  expect(await placed('us-west-2', { parameters: undefined })).toEqual([`/eu/${model}`, 'eu-central-1', 'warning setting.unsupported']);
});

test('lists the profiles and the models of a region that chat, from all pages', async () => {
  const profiles = (ids: string[], nextToken?: string): object => ({
    inferenceProfileSummaries: ids.map((id) => ({
      inferenceProfileId: id,
      inferenceProfileName: `The ${id}`,
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    })),
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  const model = (modelId: string, more: object = {}): object => ({
    modelId,
    modelName: 'Model',
    providerName: 'Maker',
    outputModalities: ['TEXT'],
    responseStreamingSupported: true,
    inferenceTypesSupported: ['ON_DEMAND'],
    modelLifecycle: { status: 'ACTIVE' },
    ...more,
  });
  const answers = [
    profiles(['us.a', 'us.stability.image'], 'page+2='),
    profiles(['us.b']),
    {
      modelSummaries: [
        model('m1'),
        model('m2', { inferenceTypesSupported: ['INFERENCE_PROFILE'] }),
        model('m3', { outputModalities: ['EMBEDDING'] }),
        model('m4', { responseStreamingSupported: false }),
        model('m5', { modelLifecycle: { status: 'LEGACY' } }),
        null,
      ],
    },
  ].map((body) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
  const { models, asked } = await replayer.models(answers, { key: null, aws });
  expect(models).toEqual([
    { id: 'us.a', name: 'The us.a' },
    { id: 'us.b', name: 'The us.b' },
    { id: 'm1', name: 'Maker Model' },
  ]);
  expect(asked.map(({ path }) => path)).toEqual([
    '/inference-profiles?maxResults=1000&type=SYSTEM_DEFINED',
    '/inference-profiles?maxResults=1000&type=SYSTEM_DEFINED&nextToken=page%2B2%3D',
    '/foundation-models?byOutputModality=TEXT',
  ]);
  expect(asked.every(({ headers }) => String(headers['authorization']).startsWith('AWS4-HMAC-SHA256'))).toBe(true);
  expect((await replayer.models({ body: '[]' })).models).toMatchObject({ code: 'provider.bad-answer' });
});
