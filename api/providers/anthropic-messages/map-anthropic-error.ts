import type { ErrorCode } from '@parley/contracts';
import { classifyFailure } from '../kit/classify-failure.ts';
import { providerWords } from '../kit/provider-words.ts';
import { readRetryWish } from '../kit/read-retry-after.ts';
import { asObject, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';

export interface AnthropicFailure {
  /** HTTP status; undefined for an error inside a stream that began well. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
  readonly key: string | null;
  readonly now: number;
}

/** Error types that mean one thing; the others are judged by their words. */
const byType: Readonly<Record<string, ErrorCode>> = {
  authentication_error: 'provider.key-refused',
  billing_error: 'provider.quota-exhausted',
  not_found_error: 'provider.model-not-found',
  overloaded_error: 'provider.overloaded',
  permission_error: 'provider.forbidden',
  rate_limit_error: 'provider.rate-limited',
  request_too_large: 'provider.context-too-long',
  timeout_error: 'provider.timeout',
};

function errorOf(body: unknown): Loose {
  const outer = asObject(body);
  if (!outer) return { message: typeof body === 'string' ? body : '' };
  const inner = asObject(outer['error']);
  return inner ?? { ...outer, message: asWords(outer['error']) ?? asWords(outer['message']) ?? asWords(outer['detail']) ?? '' };
}

/** Any failure of a Messages server, in one shape, in its own words. */
export function mapAnthropicError({ status, headers = {}, body, key, now }: AnthropicFailure): ProviderError {
  const error = errorOf(typeof body === 'string' ? (parseJson(body) ?? body) : body);
  const type = asWords(error['type']) ?? '';
  const said = asWords(error['message']) ?? type;
  const words = providerWords(said, key);
  const known = Object.hasOwn(byType, type) ? byType[type] : undefined;
  const wish = readRetryWish(headers, said.slice(0, 4_096), now);
  return new ProviderError(
    known ?? classifyFailure({ status, kinds: [type].filter((kind) => kind !== 'invalid_request_error'), words: said }),
    words === '' ? `The provider answered with status ${status ?? 'unknown'} and no words.` : words,
    { ...(status === undefined ? {} : { status }), ...wish },
  );
}
