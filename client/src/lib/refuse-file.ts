import type { EndpointFileRules } from '@parley/contracts';
import { ApiError } from './api-error.ts';

/** Kinds that browsers name rightly. What they say of others goes by the end of the name: a `.ts` file is no film. */
const certain = /^(?:image|audio)\/|^application\/(?:pdf|zip)$/;

/**
 * Why a file is not to be sent at all, beside those that are attached already; null: nothing is known against it. The server judges again, by
 * the content. Without rules only empty files are refused.
 */
export function refuseFile(
  source: { readonly size: number; readonly type: string },
  beside: readonly { readonly bytes: number }[],
  rules: EndpointFileRules | undefined,
): ApiError | null {
  if (source.size === 0) return new ApiError('file.empty');
  if (rules === undefined) return null;
  const { disabled, maxFiles, maxBytes, maxTotal, types } = rules;
  if (disabled) return new ApiError('file.none-taken');
  if (beside.length >= maxFiles) return new ApiError('file.too-many', { params: { limit: maxFiles } });
  if (source.size > maxBytes) return new ApiError('file.too-large', { params: { limit: maxBytes } });
  if (beside.reduce((sum, { bytes }) => sum + bytes, source.size) > maxTotal)
    return new ApiError('file.too-large-together', { params: { limit: maxTotal } });
  const isAllowed = types.length === 0 || types.some((type) => new RegExp(type).test(source.type));
  return certain.test(source.type) && !isAllowed ? new ApiError('file.type-refused', { params: { type: source.type } }) : null;
}
