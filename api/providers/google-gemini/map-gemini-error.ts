import type { ErrorCode } from '@parley/contracts';
import { classifyFailure } from '../kit/classify-failure.ts';
import { providerWords } from '../kit/provider-words.ts';
import { readRetryWish } from '../kit/read-retry-after.ts';
import { asArray, asCount, asObject, asText, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';

export interface GeminiFailure {
  /** HTTP status; undefined for an error inside a stream that began well. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
  readonly key: string | null;
  readonly now: number;
}

/** Reasons of Google's `ErrorInfo` that mean one thing, whatever status they come with. */
const byReason: Readonly<Record<string, ErrorCode>> = {
  API_KEY_INVALID: 'provider.key-refused',
  API_KEY_SERVICE_BLOCKED: 'provider.forbidden',
  ACCESS_TOKEN_EXPIRED: 'provider.key-refused',
  BILLING_DISABLED: 'provider.quota-exhausted',
  CONSUMER_SUSPENDED: 'provider.forbidden',
  SERVICE_DISABLED: 'provider.forbidden',
};

/** Status names of Google's API, for errors whose words say nothing more exact. */
const byStatusName: Readonly<Record<string, ErrorCode>> = {
  DEADLINE_EXCEEDED: 'provider.timeout',
  NOT_FOUND: 'provider.model-not-found',
  UNAUTHENTICATED: 'provider.key-refused',
  UNAVAILABLE: 'provider.overloaded',
};

/** The error inside a body. Streams that were not asked for as events wrap it in a list. */
function errorOf(body: unknown): Loose {
  const parsed = typeof body === 'string' ? (parseJson(body) ?? body) : body;
  const outer = asObject(Array.isArray(parsed) ? parsed[0] : parsed);
  if (!outer) return { message: typeof body === 'string' ? body : '' };
  return asObject(outer['error']) ?? { message: asWords(outer['error']) ?? asWords(outer['message']) ?? '' };
}

const detailsOf = (error: Loose, type: string): Loose[] =>
  asArray(error['details']).flatMap((entry) => {
    const detail = asObject(entry);
    return detail && asText(detail['@type'])?.endsWith(`.${type}`) ? [detail] : [];
  });

/** Seconds of a duration as Google writes it: `34.07s`. */
function retryDelayOf(error: Loose): number | undefined {
  const [said] = detailsOf(error, 'RetryInfo').map((detail) => /^(\d+(?:\.\d+)?)s$/.exec(asText(detail['retryDelay']) ?? '')?.[1]);
  return said === undefined ? undefined : Number(said);
}

/** Google says "you exceeded your current quota" of a minute's requests and of a day's; only the details tell which. */
function quotaCode(error: Loose, words: string): ErrorCode | undefined {
  const violations = detailsOf(error, 'QuotaFailure').flatMap((detail) => asArray(detail['violations']).map(asObject));
  if (violations.length === 0) return undefined;
  const isSpent = /limit: 0\b/.test(words) || violations.some((violation) => /PerDay/.test(asText(violation?.['quotaId']) ?? ''));
  return isSpent ? 'provider.quota-exhausted' : 'provider.rate-limited';
}

/** Any failure of Google's, in one shape, in its own words. */
export function mapGeminiError({ status, headers = {}, body, key, now }: GeminiFailure): ProviderError {
  const error = errorOf(body);
  const said = asWords(error['message']) ?? asWords(error['error_description']) ?? asWords(error['status']) ?? '';
  const name = asText(error['status']) ?? '';
  const reasons = detailsOf(error, 'ErrorInfo').flatMap((detail) => asWords(detail['reason']) ?? []);
  const known = reasons.map((reason) => (Object.hasOwn(byReason, reason) ? byReason[reason] : undefined)).find(Boolean);
  const number = status ?? asCount(error['code']);
  const isLocation = /user location is not supported/i.test(said);
  // A prompt that is too long, and the like, hide behind these names.
  const isPlain = name === 'INVALID_ARGUMENT' || name === 'FAILED_PRECONDITION' || name === 'UNKNOWN' || name === 'INTERNAL';
  const code =
    known ??
    (isLocation ? 'provider.forbidden' : undefined) ??
    quotaCode(error, said) ??
    (Object.hasOwn(byStatusName, name) ? byStatusName[name] : undefined) ??
    classifyFailure({ status: number, kinds: isPlain ? [] : [name], words: said });
  const words = providerWords(said, key);
  const retryAfter = retryDelayOf(error);
  const wish = readRetryWish(headers, said.slice(0, 4_096), now);
  return new ProviderError(code, words === '' ? `Google answered with status ${number ?? 'unknown'} and no words.` : words, {
    ...(status === undefined ? {} : { status }),
    ...wish,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
