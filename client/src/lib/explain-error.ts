import { isWordKey, t } from '../localization/localization.ts';
import { ApiError } from './api-error.ts';
import { formatBytes } from './format-bytes.ts';

export interface Explanation {
  /** What happened, one sentence. */
  readonly title: string;
  /** Whose side it is on and what to do next. */
  readonly next: string;
  readonly requestId: string | undefined;
  readonly retryable: boolean;
}

interface Coded {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number | boolean>> | undefined;
}

const isCoded = (error: unknown): error is Coded =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';

/** Limits of these are bytes. */
const inBytes = new Set(['file.too-large', 'file.too-large-together']);

const wordOf = (code: string, name: string, value: string | number | boolean): string =>
  name === 'limit' && typeof value === 'number' && inBytes.has(code) ? formatBytes(value) : String(value);

/** The whole sentence of a code. A code this client does not know, from a newer server, reads as a defect. */
export function sentenceOf(error: unknown): string {
  const key = `errors.${isCoded(error) ? error.code : 'client.unexpected'}`;
  const values =
    isCoded(error) && error.params
      ? Object.fromEntries(Object.entries(error.params).map(([name, value]) => [name, wordOf(error.code, name, value)]))
      : {};
  return t(isWordKey(key) ? key : 'errors.client.unexpected', values);
}

/** An error in words, for a Notice: anything that was thrown, or the error that is kept with an answer. */
export function explainError(error: unknown): Explanation {
  const sentence = sentenceOf(error);
  const end = sentence.indexOf('. ');
  // What is kept with an answer may be read much later.
  const asked = !(error instanceof ApiError) && isCoded(error) ? error.params?.['retryAfter'] : undefined;
  const wait =
    error instanceof ApiError && error.retryAfter !== undefined
      ? ` ${t('common.waitSeconds', { seconds: error.retryAfter })}`
      : typeof asked === 'number'
        ? ` ${t('common.askedToWait', { seconds: Math.ceil(asked) })}`
        : '';
  return {
    title: end < 0 ? sentence : sentence.slice(0, end + 1),
    next: (end < 0 ? '' : sentence.slice(end + 2)) + wait,
    requestId: error instanceof ApiError ? error.requestId : undefined,
    retryable: error instanceof ApiError ? error.retryable : true,
  };
}
