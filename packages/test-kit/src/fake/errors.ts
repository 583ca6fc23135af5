import type { FakeAsk, FakeError } from './wire.ts';

type Row = readonly [status: number, openai: readonly [type: string, code: string | null], anthropic: string, message: string];

const rows: Readonly<Record<string, Row>> = {
  overloaded: [529, ['server_error', 'overloaded'], 'overloaded_error', 'Overloaded'],
  rate_limit: [429, ['requests', 'rate_limit_exceeded'], 'rate_limit_error', 'Rate limit reached for requests'],
  quota: [
    429,
    ['insufficient_quota', 'insufficient_quota'],
    'invalid_request_error',
    'Your credit balance is too low: you exceeded your current quota',
  ],
  context: [
    400,
    ['invalid_request_error', 'context_length_exceeded'],
    'invalid_request_error',
    "prompt is too long: this model's maximum context length is 8192 tokens",
  ],
  auth: [401, ['invalid_request_error', 'invalid_api_key'], 'authentication_error', 'Incorrect API key provided'],
  forbidden: [403, ['invalid_request_error', 'forbidden'], 'permission_error', 'Your account may not use this'],
  model: [404, ['invalid_request_error', 'model_not_found'], 'not_found_error', 'The model does not exist'],
  server: [500, ['server_error', null], 'api_error', 'The server had an error'],
  invalid: [400, ['invalid_request_error', null], 'invalid_request_error', 'A parameter is not valid'],
};

const byStatus: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'auth',
  402: 'quota',
  403: 'forbidden',
  404: 'model',
  413: 'context',
  429: 'rate_limit',
  503: 'overloaded',
  529: 'overloaded',
};

/** The error a script names, in the words of the asked format. The key is echoed in a refusal of it, as real providers do. */
export function fakeError(ask: FakeAsk, name: string | undefined, status: number | undefined, message: string | undefined): FakeError {
  const known = name ?? byStatus[status ?? 500] ?? 'server';
  const row = rows[known] ?? ([status ?? 500, [known, known], known, `The provider says: ${known}`] as const);
  const words = message ?? (known === 'auth' ? `${row[3]}: ${ask.key}` : row[3]);
  const [type, code] = ask.format.startsWith('openai-') ? row[1] : [row[2], null];
  return { type, code, message: words, status: status ?? row[0] };
}
