import { limits } from '@parley/contracts';

const utf8 = new TextDecoder('utf-8');

/** The words of a file, without a byte order mark, up to the cap. */
export function fileAsText(bytes: Uint8Array): { readonly text: string; readonly cut: boolean } {
  const text = utf8.decode(bytes);
  if (text.length <= limits.fileTextCharacters) return { text, cut: false };
  // A pair of surrogates is not cut in two.
  const end = /[\uD800-\uDBFF]/.test(text[limits.fileTextCharacters - 1] ?? '') ? limits.fileTextCharacters - 1 : limits.fileTextCharacters;
  return { text: text.slice(0, end), cut: true };
}
