import type { ErrorCode } from '@parley/contracts';
import { classifyFailure } from '../kit/classify-failure.ts';
import { providerWords } from '../kit/provider-words.ts';
import { readRetryWish } from '../kit/read-retry-after.ts';
import { asCount, asObject, asWords, parseJson } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';

export interface BedrockFailure {
  /** HTTP status; undefined for an exception inside a stream that began well. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** The name of the exception, when the stream said it. */
  readonly exception?: string;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
  readonly key: string | null;
  readonly now: number;
}

/** Exceptions that mean one thing, by their names in small letters, without `exception`; the others are judged by their words. */
const byName: Readonly<Record<string, ErrorCode>> = {
  accessdenied: 'provider.forbidden',
  expiredtoken: 'provider.key-refused',
  incompletesignature: 'provider.key-refused',
  internalserver: 'provider.failed',
  invalidsignature: 'provider.key-refused',
  missingauthenticationtoken: 'provider.key-refused',
  modelerror: 'provider.failed',
  modelnotready: 'provider.overloaded',
  modelstreamerror: 'provider.failed',
  modeltimeout: 'provider.timeout',
  resourcenotfound: 'provider.model-not-found',
  servicequotaexceeded: 'provider.rate-limited',
  serviceunavailable: 'provider.overloaded',
  throttling: 'provider.rate-limited',
  unrecognizedclient: 'provider.key-refused',
};

/** What a signed request can be refused for, in AWS's words of any exception. */
const isAboutTheKey = (said: string): boolean =>
  /security token|signature (?:we calculated|expired|not yet)|api key (?:is |was )?(?:not valid|invalid|expired)|authentication failed/i.test(
    said,
  );
const isAboutTheModel = (said: string): boolean => /model identifier is invalid|on-demand throughput/i.test(said);

/** AWS repeats what was signed, the token of the session included, and who signed: nobody's business. */
const withoutSecrets = (said: string): string =>
  said.replace(/\s*The Canonical String for this request[^]*$/i, '').replace(/\b(?:AKIA|ASIA)[A-Z0-9]{8,}\b/g, '•••');

/** `com.amazonaws…#ThrottlingException:http://…`: the name alone. */
const nameOf = (written: string | undefined): string => (written ?? '').replace(/^.*#/, '').replace(/:.*$/, '').trim();

/** Any failure of Bedrock, in one shape, in its own words. */
export function mapBedrockError({ status, headers = {}, exception, body, key, now }: BedrockFailure): ProviderError {
  const text = typeof body === 'string' ? body : '';
  const said = asObject(typeof body === 'string' ? parseJson(body) : body);
  const name = nameOf(exception ?? headers['x-amzn-errortype'] ?? asWords(said?.['__type']) ?? asWords(said?.['code']));
  const message = asWords(said?.['message']) ?? asWords(said?.['Message']) ?? (said ? name : text);
  const original = asWords(said?.['originalMessage']);
  const all = withoutSecrets(original === undefined || original === message ? message : `${message} ${original}`);
  const words = providerWords(all, key);
  const known = byName[name.toLowerCase().replace(/exception$/, '')];
  const reported = status ?? asCount(said?.['originalStatusCode']);
  const wish = readRetryWish(headers, all.slice(0, 4_096), now);
  const code = isAboutTheKey(all)
    ? 'provider.key-refused'
    : isAboutTheModel(all)
      ? 'provider.model-not-found'
      : (known ?? classifyFailure({ status: reported, kinds: [], words: all }));
  return new ProviderError(code, words === '' ? `Bedrock answered with status ${reported ?? 'unknown'} and no words.` : words, {
    ...(reported === undefined ? {} : { status: reported }),
    ...wish,
  });
}
