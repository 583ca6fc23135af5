import { classifyFailure } from '../kit/classify-failure.ts';
import { providerWords } from '../kit/provider-words.ts';
import { readRetryWish } from '../kit/read-retry-after.ts';
import { asObject, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';

export interface CohereFailure {
  /** HTTP status; undefined for an error inside a stream that began well. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
  readonly key: string | null;
  readonly now: number;
}

/** `{id, message}`; a proxy in between may nest it as `{error: {message, type}}`, or send words alone. */
function errorOf(body: unknown): Loose {
  const outer = asObject(body);
  if (!outer) return { message: typeof body === 'string' ? body : '' };
  return asObject(outer['error']) ?? { ...outer, message: outer['message'] ?? outer['error'] };
}

/** Any failure of Cohere, in one shape, in its own words. */
export function mapCohereError({ status, headers = {}, body, key, now }: CohereFailure): ProviderError {
  const error = errorOf(typeof body === 'string' ? (parseJson(body) ?? body) : body);
  const said = asWords(error['message']) ?? '';
  const kinds = [error['type'], error['code']].filter((kind): kind is string => typeof kind === 'string');
  const words = providerWords(said, key);
  const wish = readRetryWish(headers, said.slice(0, 4_096), now);
  return new ProviderError(
    classifyFailure({ status, kinds, words: said }),
    words === '' ? `Cohere answered with status ${status ?? 'unknown'} and no words.` : words,
    { ...(status === undefined ? {} : { status }), ...wish },
  );
}
