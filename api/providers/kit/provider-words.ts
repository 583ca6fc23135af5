import { maskKey } from './mask-key.ts';

const longest = 2_048;

const looksLikeHtml = (text: string): boolean => /^\s*<(?:!doctype|html|head|body|\?xml|h\d|center)/i.test(text);

/** The words of a web page, without its scripts and tags. */
function wordsOfPage(html: string): string {
  return html
    .slice(0, 32_768)
    .replace(/<(script|style)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .slice(0, 200);
}

/**
 * A provider's own words as a person may see them: one line's worth of white space, at most 2 KB, the key masked. A web page is cut
 * down to what it says.
 */
export function providerWords(text: string, key: string | null): string {
  const plain = looksLikeHtml(text) ? wordsOfPage(text) : text;
  const clean = maskKey(plain.slice(0, longest * 4), key)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1).toWellFormed()}…` : clean;
}
