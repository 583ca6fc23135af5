/** What no header may carry, and what breaks out of a quoted string or is a folder to some system. */
const unsafe = /[\p{Cc}\p{Bidi_Control}"\\/]/gu;

const longestName = 200;

const percent = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * A `Content-Disposition` (RFC 6266) that names a file in any characters: as it is for browsers of today, in ASCII for the rest. What
 * could forge a header, a path or a reading direction becomes `_`.
 */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const name = Array.from(fileName.toWellFormed().replace(unsafe, '_')).slice(0, longestName).join('').trim() || 'file';
  const ascii = name.replace(/[^ -~]|%/gu, '_');
  return `${kind}; filename="${ascii}"${ascii === name ? '' : `; filename*=UTF-8''${percent(name)}`}`;
}
