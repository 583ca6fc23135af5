import { ProviderError } from '../port.ts';

/** A key as it may stand in a header; null when there is none. Throws `provider.key-refused` when it holds what no header can carry. */
export function checkKey(key: string | null): string | null {
  const trimmed = key?.trim() ?? '';
  if (trimmed === '') return null;
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    throw new ProviderError('provider.key-refused', 'The key holds spaces or characters that no key has.');
  return trimmed;
}
