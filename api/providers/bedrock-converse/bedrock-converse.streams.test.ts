import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { bedrockEvent, bedrockException, eventStreamFrame, seededRandom } from '@parley/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkModelEvents, wordsOf } from '../contract/check-model-events.ts';
import { playBytes } from '../contract/play-bytes.ts';
import { startReplayer, tell, type Replayer } from '../contract/replay.ts';
import { createBedrockConverseProvider } from './create-bedrock-converse-provider.ts';

const recording = readFileSync(new URL('__fixtures__/bedrock-gpt-oss-reasoning.bin', import.meta.url));

let replayer: Replayer;
beforeAll(async () => {
  replayer = await startReplayer(createBedrockConverseProvider);
});
afterAll(() => replayer[Symbol.asyncDispose]());

const delta = (index: number, said: object): Buffer => bedrockEvent('contentBlockDelta', { contentBlockIndex: index, delta: said });
const text = (words: string, index = 0): Buffer => delta(index, { text: words });
const stop = (index: number): Buffer => bedrockEvent('contentBlockStop', { contentBlockIndex: index });
const end = (stopReason = 'end_turn'): Buffer => bedrockEvent('messageStop', { stopReason });
const usage = (more: object = {}): Buffer =>
  bedrockEvent('metadata', { usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5, ...more }, metrics: { latencyMs: 1 } });
const begin = bedrockEvent('messageStart', { role: 'assistant' });

/** Plays an answer whole and byte by byte; both must say the same. */
async function said(...frames: readonly Uint8Array[]): Promise<string[]> {
  const body = Buffer.concat(frames);
  const whole = await replayer.stream({ body });
  expect((await replayer.stream({ body, split: 1 })).events).toEqual(whole.events);
  expect(whole.error).toBeUndefined();
  checkModelEvents(whole.events, 'complete');
  return tell(whole.events);
}

test('reads a real answer of Bedrock', async () => {
  expect(await said(recording)).toEqual([
    'reasoning: We need to respond as ChatGPT. The user just said "Hi". Probably respond friendly and ask how can help.',
    'text: Hello! 👋 How can I assist you today?',
    'usage {"inputTokens":66,"outputTokens":45}',
    'finish end',
  ]);
});

test('hears what the official client hears of the same bytes', async () => {
  const frames = [
    recording,
    Buffer.concat([
      begin,
      text('Grüße'),
      stop(0),
      bedrockEvent('contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't1', name: 'clock' } } }),
      delta(1, { toolUse: { input: '{"a"' } }),
      delta(1, { toolUse: { input: ':1}' } }),
      stop(1),
      end('tool_use'),
      usage({ cacheReadInputTokens: 7, cacheWriteInputTokens: 1 }),
    ]),
  ];
  for (const bytes of frames) {
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      requestHandler: {
        handle: () =>
          Promise.resolve({
            response: {
              statusCode: 200,
              headers: { 'content-type': 'application/vnd.amazon.eventstream' },
              body: Readable.from([bytes]),
            } as never,
          }),
      },
    });
    const answer = await client.send(new ConverseStreamCommand({ modelId: 'm', messages: [] }));
    const official = { text: '', reasoning: '', tool: '', stopReason: '', output: 0, cached: 0 };
    for await (const event of answer.stream ?? []) {
      const piece = event.contentBlockDelta?.delta;
      official.text += piece?.text ?? '';
      official.reasoning += piece?.reasoningContent?.text ?? '';
      official.tool += piece?.toolUse?.input ?? '';
      official.stopReason ||= event.messageStop?.stopReason ?? '';
      official.output += event.metadata?.usage?.outputTokens ?? 0;
      official.cached += event.metadata?.usage?.cacheReadInputTokens ?? 0;
    }
    const { events } = await playBytes(createBedrockConverseProvider, bytes);
    expect(wordsOf(events)).toBe(official.text);
    expect(wordsOf(events, 'reasoning')).toBe(official.reasoning);
    expect(wordsOf(events, 'tool-call')).toBe(official.tool);
    const counts = events.find((event) => event.type === 'usage');
    expect(counts?.usage.outputTokens).toBe(official.output);
    expect(counts?.usage.cachedInputTokens ?? 0).toBe(official.cached);
    expect(events.at(-1)).toEqual({ type: 'finish', stopReason: official.stopReason === 'tool_use' ? 'tool-calls' : 'end' });
  }
});

test('keeps what arrived of a real answer cut at any byte, and never takes it for whole', async () => {
  const whole = wordsOf((await playBytes(createBedrockConverseProvider, recording)).events);
  // Once it has said why it stops, only the counts are missing.
  const complete = recording.lastIndexOf('metadata') - 27;
  for (let at = 0; at < recording.length; at += 1) {
    const { events, error } = await playBytes(createBedrockConverseProvider, recording.subarray(0, at));
    expect(whole.startsWith(wordsOf(events))).toBe(true);
    if (at >= complete) {
      expect(error).toBeUndefined();
      continue;
    }
    expect(error, `cut at ${at}`).toMatchObject({ name: 'ProviderError', code: 'provider.cut-off' });
    checkModelEvents(events, 'failed');
  }
});

test('notices every wrong byte of a real answer, and never hangs', async () => {
  for (let at = 0; at < recording.length; at += 1) {
    const bytes = Buffer.from(recording);
    bytes[at] = (bytes[at] ?? 0) ^ 0x15;
    const { events, error } = await playBytes(createBedrockConverseProvider, bytes);
    // A damaged frame of counts, which nothing depends on, does not take the words away.
    if (error !== undefined) expect(error, `byte ${at}`).toMatchObject({ name: 'ProviderError' });
    else expect(at).toBeGreaterThan(recording.lastIndexOf('metadata') - 40);
    checkModelEvents(events, error === undefined ? 'complete' : 'failed');
  }
});

test('ends with a typed error when frames are dropped, doubled and mixed', async () => {
  const random = seededRandom(7);
  const frames = [
    begin,
    text('a'),
    text('b'),
    stop(0),
    delta(1, { reasoningContent: { text: 'r' } }),
    delta(1, { reasoningContent: { signature: 's' } }),
    stop(1),
    delta(2, { toolUse: { input: '{' } }),
    end(),
    usage(),
    bedrockException('modelStreamErrorException', { message: 'x' }),
    eventStreamFrame({}, '[1]'),
    bedrockEvent('contentBlockDelta', { delta: null }),
  ];
  for (let round = 0; round < 500; round += 1) {
    const mixed = Array.from({ length: 1 + Math.floor(random() * 14) }, () => frames[Math.floor(random() * frames.length)]!);
    const { events, error } = await playBytes(createBedrockConverseProvider, Buffer.concat(mixed));
    if (error !== undefined) expect(error, `round ${round}`).toMatchObject({ name: 'ProviderError' });
    checkModelEvents(events, error === undefined ? 'complete' : 'failed');
  }
});

test('reads reasoning with its signature, and what is hidden, apart', async () => {
  expect(
    await said(
      begin,
      delta(0, { reasoningContent: { text: 'Hm' } }),
      delta(0, { reasoningContent: { text: '…' } }),
      delta(0, { reasoningContent: { signature: 'Eq' } }),
      delta(0, { reasoningContent: { signature: 'xy==' } }),
      stop(0),
      delta(1, { reasoningContent: { redactedContent: 'c2VjcmV0' } }),
      stop(1),
      text('Yes', 2),
      stop(2),
      end(),
      usage(),
    ),
  ).toEqual([
    'reasoning: Hm… [Eqxy==]',
    'reasoning:  [bedrock:c2VjcmV0]',
    'text: Yes',
    'usage {"inputTokens":3,"outputTokens":2}',
    'finish end',
  ]);
});

test('reads parallel calls, and one without arguments', async () => {
  const start = (index: number, toolUseId: string, name: string): Buffer =>
    bedrockEvent('contentBlockStart', { contentBlockIndex: index, start: { toolUse: { toolUseId, name } } });
  expect(
    await said(
      begin,
      text('Let me see.'),
      stop(0),
      start(1, 't1', 'clock'),
      start(2, 't2', 'weather'),
      delta(2, { toolUse: { input: '{"city"' } }),
      delta(1, { toolUse: { input: '' } }),
      delta(2, { toolUse: { input: ':"Bern"}' } }),
      stop(1),
      stop(2),
      end('tool_use'),
      usage(),
    ),
  ).toEqual([
    'text: Let me see.',
    'tool clock t1: ',
    'tool weather t2: {"city":"Bern"}',
    'usage {"inputTokens":3,"outputTokens":2}',
    'finish tool-calls',
  ]);
});

test('counts what the cache gave and took as input', async () => {
  expect(await said(begin, text('x'), end(), usage({ cacheReadInputTokens: 100, cacheWriteInputTokens: 20 }))).toContain(
    'usage {"inputTokens":123,"outputTokens":2,"cachedInputTokens":100,"cacheWriteTokens":20}',
  );
});

test('cites the web and documents, once each, and warns of what it does not know', async () => {
  const cited = (title: string, location: object): Buffer => delta(0, { citation: { title, location } });
  const web = cited('Bern', { web: { url: 'https://bern.example/', domain: 'bern.example' } });
  expect(
    await said(
      begin,
      text('Bern'),
      web,
      web,
      cited('a.pdf', { documentPage: { documentIndex: 0, start: 2, end: 2 } }),
      delta(0, { citation: { source: 'kb', sourceContent: [{ text: 'Bern is ' }, { text: 'old.' }] } }),
      delta(1, { hologram: {} }),
      bedrockEvent('novelEvent', {}),
      end(),
      usage(),
    ),
  ).toEqual([
    'text: Bern',
    'source https://bern.example/ Bern',
    'source a.pdf page 2',
    'source kb "Bern is old."',
    'warning provider.unknown-block',
    'warning provider.unknown-block',
    'usage {"inputTokens":3,"outputTokens":2}',
    'finish end',
  ]);
});

test.each([
  ['end_turn', 'end'],
  ['stop_sequence', 'end'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['guardrail_intervened', 'refusal'],
  ['content_filtered', 'refusal'],
  ['something_new', 'other'],
])('knows why it stopped: %s', async (reason, stopReason) => {
  expect((await said(begin, text('x'), end(reason), usage())).at(-1)).toBe(`finish ${stopReason}`);
});

test('finishes without counts, and ignores what follows them', async () => {
  expect(await said(begin, text('x'), end())).toEqual(['text: x', 'finish end']);
  expect(await said(begin, text('x'), end(), usage(), text('more'))).toEqual([
    'text: x',
    'usage {"inputTokens":3,"outputTokens":2}',
    'finish end',
  ]);
});

test.each([
  ['throttlingException', { message: 'Too many tokens, please wait before trying again.' }, 'provider.rate-limited'],
  ['serviceUnavailableException', { message: 'The system is overloaded.' }, 'provider.overloaded'],
  ['internalServerException', { message: 'oops' }, 'provider.failed'],
  ['modelStreamErrorException', { message: 'broke', originalStatusCode: 500, originalMessage: 'out of memory' }, 'provider.failed'],
  ['modelTimeoutException', { message: 'too slow' }, 'provider.timeout'],
  ['validationException', { message: 'Input is too long for requested model.' }, 'provider.context-too-long'],
  ['accessDeniedException', { message: "You don't have access to the model with the specified model ID." }, 'provider.forbidden'],
])('an exception in the stream is a typed error after the words so far: %s', async (name, payload, code) => {
  const { events, error } = await replayer.stream({ body: Buffer.concat([begin, text('half'), bedrockException(name, payload)]) });
  expect(error).toMatchObject({ name: 'ProviderError', code, message: expect.stringContaining(payload.message) as unknown });
  checkModelEvents(events, 'failed');
  expect(tell(events)).toEqual(['text: half']);
});

test('an error frame, a malformed call and a page of a proxy are errors', async () => {
  const error = async (...frames: Uint8Array[]) => (await replayer.stream({ body: Buffer.concat(frames) })).error;
  expect(
    await error(begin, eventStreamFrame({ ':message-type': 'error', ':error-code': 'ServiceUnavailable', ':error-message': 'gone' }, '')),
  ).toMatchObject({
    code: 'provider.overloaded',
    message: 'gone',
  });
  expect(await error(begin, text('x'), end('malformed_tool_use'))).toMatchObject({ code: 'provider.failed' });
  expect(await error(Buffer.from('<html>Bad gateway</html>'))).toMatchObject({ code: 'provider.bad-answer' });
  expect(await error(Buffer.from('\n data'))).toMatchObject({ code: 'provider.bad-answer' });
  expect(await error()).toMatchObject({ code: 'provider.cut-off' });
});

test('takes a whole document for an answer', async () => {
  const document = {
    output: {
      message: {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm', signature: 'sig' } } },
          { text: 'Yes' },
          {
            citationsContent: {
              content: [{ text: ' indeed' }],
              citations: [{ title: 'A', location: { web: { url: 'https://a.example' } } }],
            },
          },
          { toolUse: { toolUseId: 't', name: 'clock', input: { zone: 'UTC' } } },
        ],
      },
    },
    stopReason: 'tool_use',
    usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  };
  const { events, error } = await replayer.stream({ body: JSON.stringify(document) });
  expect(error).toBeUndefined();
  checkModelEvents(events, 'complete');
  expect(tell(events)).toEqual([
    'reasoning: Hm [sig]',
    'text: Yes indeed',
    'source https://a.example A',
    'tool clock t: {"zone":"UTC"}',
    'usage {"inputTokens":1,"outputTokens":2}',
    'finish tool-calls',
  ]);
});

test('joins the pieces of a picture, and drops half of one', async () => {
  const start = bedrockEvent('contentBlockStart', { contentBlockIndex: 1, start: { image: { format: 'webp' } } });
  const piece = (bytes: string): Buffer => delta(1, { image: { source: { bytes } } });
  expect(await said(begin, text('Here'), stop(0), start, piece('AAAA'), piece('BA=='), piece('BBBB'), stop(1), end())).toEqual([
    'text: Here',
    'file image/webp AAAABAQQQQ==',
    'finish end',
  ]);
  const { events } = await replayer.stream({ body: Buffer.concat([begin, text('Here'), stop(0), start, piece('AAAA')]) });
  expect(tell(events)).toEqual(['text: Here']);
});
