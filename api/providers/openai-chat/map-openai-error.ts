import { classifyFailure } from '../kit/classify-failure.ts';
import { providerWords } from '../kit/provider-words.ts';
import { readRetryWish } from '../kit/read-retry-after.ts';
import { asArray, asCount, asObject, asWords, parseJson, type Loose } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';

export interface OpenAiFailure {
  /** HTTP status; undefined for an error inside a stream that began well. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
  readonly key: string | null;
  readonly now: number;
}

/** The object that says what went wrong, out of the shapes in use: `{error: {…}}`, `{error: "…"}`, `[{error}]`, `{message}`, `{detail}`, or words alone. */
function errorOf(body: unknown): Loose {
  if (Array.isArray(body)) return errorOf(body[0]);
  const outer = asObject(body);
  if (!outer) return { message: typeof body === 'string' ? body : '' };
  const inner = outer['error'] ?? asArray(outer['errors'])[0];
  const found = asObject(inner);
  if (found) return found;
  if (typeof inner === 'string') return { ...outer, message: inner };
  const details = asArray(outer['detail']).map((entry) => asWords(asObject(entry)?.['msg']) ?? '');
  const detail = asWords(outer['detail']) ?? details.join('; ');
  const told = asObject(outer['message']) ?? asObject(outer['detail']);
  return told ? { ...outer, ...told } : { ...outer, message: asWords(outer['message']) ?? detail };
}

/** OpenRouter passes on who failed and what they said. */
function wordsOf(error: Loose): string {
  const metadata = asObject(error['metadata']);
  const own = asWords(error['message']) ?? asWords(error['msg']) ?? asWords(error['type']) ?? '';
  const provider = asWords(metadata?.['provider_name']);
  const raw = metadata?.['raw'];
  const passedOn = typeof raw === 'string' ? (asWords(asObject(errorOf(parseJson(raw)))?.['message']) ?? raw) : '';
  return [own, provider === undefined ? '' : `(${provider})`, passedOn].filter((word) => word !== '').join(' ');
}

/** Any failure of a Chat Completions server, in one shape, in its own words. */
export function mapOpenAiError({ status, headers = {}, body, key, now }: OpenAiFailure): ProviderError {
  const error = errorOf(typeof body === 'string' ? (parseJson(body) ?? body) : body);
  const code = error['code'];
  const inner = asObject(error['innererror'] ?? error['inner_error']);
  const numeric = typeof code === 'string' && /^[45]\d\d$/.test(code) ? Number(code) : asCount(code);
  const reported =
    status ??
    asCount(error['status_code']) ??
    (numeric !== undefined && numeric >= 400 && numeric <= 599 ? numeric : asCount(error['status']));
  const kinds = [code, error['type'], error['status'], inner?.['code']].filter((kind): kind is string => typeof kind === 'string');
  const said = wordsOf(error);
  const words = providerWords(said, key);
  const wish = readRetryWish(headers, said.slice(0, 4_096), now);
  return new ProviderError(
    classifyFailure({ status: reported, kinds, words: said }),
    words === '' ? `The provider answered with status ${reported ?? 'unknown'} and no words.` : words,
    {
      ...(reported === undefined ? {} : { status: reported }),
      ...wish,
    },
  );
}
