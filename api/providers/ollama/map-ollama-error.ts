import { classifyFailure } from '../kit/classify-failure.ts';
import { providerWords } from '../kit/provider-words.ts';
import { readRetryWish } from '../kit/read-retry-after.ts';
import { asCount, asObject, asWords, parseJson } from '../kit/tolerant.ts';
import { ProviderError } from '../port.ts';

export interface OllamaFailure {
  /** HTTP status; undefined for an error inside a stream that began well. */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parsed JSON, or the text as it came. */
  readonly body: unknown;
  readonly key: string | null;
  readonly now: number;
}

/** `{error: "…"}`, with a status and another sentence from Ollama's own cloud; a proxy in between may nest it or send words alone. */
function wordsOf(body: unknown): string {
  const outer = asObject(body);
  if (!outer) return typeof body === 'string' ? body : '';
  return asWords(outer['error']) ?? asWords(asObject(outer['error'])?.['message']) ?? asWords(outer['message']) ?? '';
}

/** Any failure of Ollama, in one shape, in its own words. */
export function mapOllamaError({ status, headers = {}, body, key, now }: OllamaFailure): ProviderError {
  const parsed = typeof body === 'string' ? (parseJson(body) ?? body) : body;
  const said = wordsOf(parsed);
  const reported = status ?? asCount(asObject(parsed)?.['status_code']);
  const words = providerWords(said, key);
  const wish = readRetryWish(headers, said.slice(0, 4_096), now);
  return new ProviderError(
    classifyFailure({ status: reported, kinds: [], words: said }),
    words === '' ? `Ollama answered with status ${reported ?? 'unknown'} and no words.` : words,
    { ...(reported === undefined ? {} : { status: reported }), ...wish },
  );
}
