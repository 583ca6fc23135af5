import { t } from '../localization/localization.ts';
import { ApiError } from './api-error.ts';

/** What the server refused of one field of a form, if it named one: the place in the request, and why in words. */
export interface FieldRefusal {
  /** As in the request: `body.prices.output`. */
  readonly path: string;
  readonly words: string;
}

/** The server's word on a field of numbers; null when it refused something else. `isWhole`: which fields take whole numbers alone. */
export function refusalOf(error: unknown, isWhole: (path: string) => boolean = () => false): FieldRefusal | null {
  if (!(error instanceof ApiError) || error.code !== 'request.invalid') return null;
  const { path, reason } = error.params ?? {};
  if (typeof path !== 'string') return null;
  if (reason === 'too_small') return { path, words: t('field.tooSmall') };
  if (reason === 'too_big') return { path, words: t('field.tooBig') };
  return { path, words: t(isWhole(path) ? 'field.whole' : 'field.number') };
}

/** What was typed as a number: undefined when nothing was, and NaN, which the server refuses by its place, when it is none. */
export const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text.trim().replace(',', '.')));
