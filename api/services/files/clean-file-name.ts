import { limits } from '@parley/contracts';

/** Controls, marks of the reading direction and of nothing (which make `gpj.exe` read as `exe.jpg`), and what separates or ends paths. */
const deceiving = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;
const reserved = /[<>:"|?*]/gu;
/** Names that open a device, not a file, on some systems. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const longestExtension = 16;
const unnamed = 'file';

/** The longest beginning that keeps the end of the name, which tells what it is. */
function shorten(name: string, most: number): string {
  const characters = Array.from(name);
  if (characters.length <= most) return name;
  const dot = characters.lastIndexOf('.');
  const extension = dot > 0 && characters.length - dot <= longestExtension ? characters.slice(dot) : [];
  return [...characters.slice(0, most - extension.length), ...extension].join('');
}

/**
 * What a file is called from now on: the last part of whatever path was given, in composed form, without characters that deceive, at most
 * 200 long. Names that are nothing after that are `file`. Joined emoji lose what joins them.
 */
export function cleanFileName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/u).at(-1) ?? '';
  const cleaned = last
    .replaceAll(deceiving, '')
    .replaceAll(reserved, '_')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[. ]+|[. ]+$/gu, '');
  const name = shorten(cleaned, limits.fileNameCharacters).trim();
  if (name === '') return unnamed;
  return device.test(name) ? `_${name}` : name;
}
