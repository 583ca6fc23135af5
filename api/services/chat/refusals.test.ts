import { bedrockException, bedrockEvent } from '@parley/test-kit';
import type { ErrorCode } from '@parley/contracts';
import { expect, test } from 'vitest';
import type { Egress } from '../../egress/port.ts';
import { createAnthropicMessagesProvider } from '../../providers/anthropic-messages/create-anthropic-messages-provider.ts';
import { createBedrockConverseProvider } from '../../providers/bedrock-converse/create-bedrock-converse-provider.ts';
import { createGoogleGeminiProvider } from '../../providers/google-gemini/create-google-gemini-provider.ts';
import { createOpenAiChatProvider } from '../../providers/openai-chat/create-openai-chat-provider.ts';
import { createOpenAiResponsesProvider } from '../../providers/openai-responses/create-openai-responses-provider.ts';
import { ProviderError } from '../../providers/port.ts';
import { defaultChatLimits } from './chat-context.ts';
import { retryWait } from './retry-wait.ts';

const formats = {
  chat: createOpenAiChatProvider,
  responses: createOpenAiResponsesProvider,
  anthropic: createAnthropicMessagesProvider,
  gemini: createGoogleGeminiProvider,
  bedrock: createBedrockConverseProvider,
};
type Format = keyof typeof formats;

const now = Date.UTC(2026, 0, 1);
const at = (seconds: number): string => new Date(now + seconds * 1_000).toUTCString();

/** What a model's adapter throws for an answer like this. */
async function failureOf(
  format: Format,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | object | Buffer,
): Promise<ProviderError> {
  const egress: Pick<Egress, 'stream'> = {
    stream(_request, { onHead, onData }) {
      onHead(status, headers);
      onData(Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
      return Promise.resolve();
    },
  };
  const access = { baseUrl: 'http://127.0.0.1/v1', key: 'sk-test-0123456789', trust: 'operator' as const };
  const provider = formats[format]({ egress: egress as Egress, access, now: () => now });
  const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, id: 'p', text: 'Hi' }] }];
  try {
    for await (const _ of provider.stream({ model: 'm', messages }, new AbortController().signal));
  } catch (error) {
    expect(error).toBeInstanceOf(ProviderError);
    return error as ProviderError;
  }
  throw new Error('nothing failed');
}

const wait = (error: ProviderError): number | null => retryWait(error, { failed: 1, retries: 2, elapsed: 0 }, defaultChatLimits, () => 0);

const rate = { error: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' } };
const quota = {
  error: {
    message: 'You exceeded your current quota, please check your plan and billing details.',
    type: 'insufficient_quota',
    code: 'insufficient_quota',
  },
};
const anthropic = (type: string, message: string): object => ({ type: 'error', error: { type, message }, request_id: 'req_1' });
const google = (details: readonly object[], message = 'You exceeded your current quota.'): object => ({
  error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', details },
});
const retryInfo = (retryDelay: string): object => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay });
const quotaOf = (quotaId: string): object => ({ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] });

/** The pause of our own before the first repetition, at its shortest. */
const own = 250;

interface Row {
  readonly it: string;
  readonly from: Format;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | object | Buffer;
  readonly code: ErrorCode;
  /** Milliseconds until it is asked again; null: it is not. */
  readonly wait: number | null;
}

const limited = (it: string, after: string, pause: number | null): Row => ({
  it: `a rate limit that says ${it}`,
  from: 'chat',
  status: 429,
  headers: { 'retry-after': after },
  body: rate,
  code: 'provider.rate-limited',
  wait: pause,
});

const rows: readonly Row[] = [
  limited('seconds', '3', 3_000),
  limited('parts of seconds', '0.4', 400),
  limited('a date', at(12), 12_000),
  limited('a date that has passed', at(-60), own),
  limited('no time at all', '0', own),
  limited('a negative time', '-5', own),
  limited('a word', 'soon', own),
  limited('a time nobody waits for', '86400', null),
  limited('a time beyond all numbers', '9'.repeat(400), own),
  limited('a date in another age', at(3e8), null),
  limited('nothing', '', own),
  {
    it: 'a rate limit in milliseconds',
    from: 'chat',
    status: 429,
    headers: { 'retry-after-ms': '1500', 'retry-after': '2' },
    body: rate,
    code: 'provider.rate-limited',
    wait: 1_500,
  },
  {
    it: 'credit that is spent',
    from: 'chat',
    status: 429,
    headers: { 'retry-after': '1' },
    body: quota,
    code: 'provider.quota-exhausted',
    wait: null,
  },
  { it: 'credit that is spent', from: 'responses', status: 429, body: quota, code: 'provider.quota-exhausted', wait: null },
  {
    it: 'a fault that is said not to pass',
    from: 'chat',
    status: 500,
    headers: { 'x-should-retry': 'false' },
    body: { error: { message: 'No.' } },
    code: 'provider.failed',
    wait: null,
  },
  {
    it: 'a conflict that is said to pass',
    from: 'responses',
    status: 409,
    headers: { 'x-should-retry': 'true', 'retry-after': '2' },
    body: { error: { message: 'Try that again.' } },
    code: 'provider.bad-request',
    wait: 2_000,
  },
  {
    it: 'a word on asking again that is none',
    from: 'chat',
    status: 500,
    headers: { 'x-should-retry': 'maybe' },
    body: { error: { message: 'No.' } },
    code: 'provider.failed',
    wait: own,
  },
  {
    it: 'an overload',
    from: 'anthropic',
    status: 529,
    headers: { 'x-should-retry': 'true' },
    body: anthropic('overloaded_error', 'Overloaded'),
    code: 'provider.overloaded',
    wait: own,
  },
  {
    it: 'an overload of an unknown form',
    from: 'anthropic',
    status: 529,
    body: '<html>529</html>',
    code: 'provider.overloaded',
    wait: own,
  },
  {
    it: 'a rate limit that will last',
    from: 'anthropic',
    status: 429,
    headers: { 'x-should-retry': 'false', 'retry-after': '3' },
    body: anthropic('rate_limit_error', 'This request would exceed your rate limit.'),
    code: 'provider.rate-limited',
    wait: null,
  },
  {
    it: 'credit that is too low',
    from: 'anthropic',
    status: 400,
    body: anthropic('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
    code: 'provider.quota-exhausted',
    wait: null,
  },
  {
    it: 'a limit of a minute',
    from: 'gemini',
    status: 429,
    body: google([quotaOf('GenerateRequestsPerMinutePerProjectPerModel'), retryInfo('7.5s')]),
    code: 'provider.rate-limited',
    wait: 7_500,
  },
  {
    it: 'a limit of a minute that nobody waits for',
    from: 'gemini',
    status: 429,
    body: google([quotaOf('GenerateRequestsPerMinutePerProjectPerModel'), retryInfo('52s')]),
    code: 'provider.rate-limited',
    wait: null,
  },
  {
    it: 'a limit of a day',
    from: 'gemini',
    status: 429,
    body: google([quotaOf('GenerateRequestsPerDayPerProjectPerModel'), retryInfo('3s')]),
    code: 'provider.quota-exhausted',
    wait: null,
  },
  {
    it: 'a resource that is exhausted, with no details',
    from: 'gemini',
    status: 429,
    body: google([], 'Resource exhausted. Please try again later.'),
    code: 'provider.rate-limited',
    wait: own,
  },
  {
    it: 'a throttled request',
    from: 'bedrock',
    status: 429,
    headers: { 'x-amzn-errortype': 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/' },
    body: { message: 'Too many requests, please wait before trying again.' },
    code: 'provider.rate-limited',
    wait: own,
  },
  {
    it: 'a throttled stream before its first word',
    from: 'bedrock',
    status: 200,
    body: Buffer.concat([
      bedrockEvent('messageStart', { role: 'assistant' }),
      bedrockException('throttlingException', { message: 'Too many tokens.' }),
    ]),
    code: 'provider.rate-limited',
    wait: own,
  },
  {
    it: 'a stream whose model broke',
    from: 'bedrock',
    status: 200,
    body: bedrockException('modelStreamErrorException', { message: 'The model broke.', originalStatusCode: 500, originalMessage: 'x' }),
    code: 'provider.failed',
    wait: own,
  },
  {
    it: 'a model that is not ready',
    from: 'bedrock',
    status: 429,
    headers: { 'x-amzn-errortype': 'ModelNotReadyException' },
    body: { message: 'The model is not ready.' },
    code: 'provider.overloaded',
    wait: own,
  },
  {
    it: 'a request that is wrong',
    from: 'bedrock',
    status: 400,
    headers: { 'x-amzn-errortype': 'ValidationException' },
    body: { message: 'The value at messages.0 is wrong.' },
    code: 'provider.bad-request',
    wait: null,
  },
];

test.each(rows)('$from: after $it it is asked again when that helps', async ({ from, status, headers = {}, body, code, wait: pause }) => {
  const failure = await failureOf(from, status, headers, body);
  expect({ code: failure.code, wait: wait(failure) }).toEqual({ code, wait: pause });
});
