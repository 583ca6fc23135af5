import { kinds, totalOf, type Count, type CountKind } from './count.ts';

/**
 * Tokens of a text by its scripts, where no tokenizer of the model is at hand: what the tokenizers of today have in common. A Latin word is one token, longer
 * ones more; digits go by threes, and a blank before them alone; marks stand together; other scripts weigh what their characters took on average in o200k_base.
 * What a model counts differently beyond that, its calibration learns, for each kind of them.
 */
export function estimateCount(text: string): Count {
  const count: number[] = kinds.map(() => 0);
  let before: Kind = 'start';
  let run = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = kindOf(code);
    run = sameRun(kind, before) ? run + 1 : 1;
    if (kind === 'script') {
      const [, weight, at] = rangeOf(code);
      count[at]! += weight;
    } else if (run === 1 && isLetter(kind)) {
      count[wordsAt]! += 0.97 - (before === 'mark' ? 0.2 : 0);
      if (kind === 'accented') count[piecesAt]! += 0.33;
    } else count[isLetter(kind) ? piecesAt : marksAt]! += costOf(kind, before, run);
    before = kind;
  }
  return count;
}

export const estimateTokens = (text: string): number => Math.ceil(totalOf(estimateCount(text)));

const placeOf = (kind: CountKind): number => kinds.indexOf(kind);
const [wordsAt, piecesAt, marksAt] = [placeOf('words'), placeOf('pieces'), placeOf('marks')];

type Kind = 'start' | 'lower' | 'upper' | 'accented' | 'digit' | 'space' | 'lineBreak' | 'mark' | 'script';

const isLetter = (kind: Kind): boolean => kind === 'lower' || kind === 'upper' || kind === 'accented';
const sameRun = (kind: Kind, before: Kind): boolean => kind === before || (isLetter(kind) && isLetter(before));

/** Letters of a word that one token holds, and what each further one costs. */
const wordLetters = 6;
const furtherLetter = 0.135;

/** What a character adds that begins no word, `run` being its place among its likes. */
function costOf(kind: Kind, before: Kind, run: number): number {
  switch (kind) {
    case 'lower':
    case 'upper':
    case 'accented': {
      const further = run > wordLetters ? furtherLetter : 0;
      if (kind === 'accented') return further + 0.3;
      // A capital within a word begins another piece of it; capitals in a row are pieces of two or three.
      if (kind === 'upper') return before === 'upper' ? 0.3 : 0.5;
      return further;
    }
    case 'digit':
      return (run - 1) % 3 === 0 ? (before === 'space' ? 1.6 : 1) : 0;
    case 'space':
      return run % 60 === 2 ? 0.9 : 0;
    case 'lineBreak':
      return run === 1 ? 0.55 : 0.1;
    case 'mark':
      return run === 1 ? 0.9 : 0.32;
    default:
      return 0;
  }
}

const ascii: readonly Kind[] = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/.test(character)) return 'lower';
  if (/[A-Z]/.test(character)) return 'upper';
  if (/\d/.test(character)) return 'digit';
  if (character === ' ' || character === '\t') return 'space';
  return character === '\n' || character === '\r' ? 'lineBreak' : 'mark';
});

function kindOf(code: number): Kind {
  if (code < 128) return ascii[code]!;
  if ((code >= 0xc0 && code <= 0x24f) || (code >= 0x1e00 && code <= 0x1eff)) return 'accented';
  return (code >= 0xa0 && code < 0xc0) || (code >= 0x2000 && code <= 0x206f) ? 'mark' : 'script';
}

/** The end of each range of code units, what a character in it weighs, and under which kind. */
type Range = readonly [end: number, weight: number, kind: number];

const ranges: readonly Range[] = (
  [
    // Letters of phonetics, and marks that go on the letter before.
    [0x03_6f, 0.8, 'other'],
    // Greek, Cyrillic, Armenian, Hebrew, Arabic.
    [0x03_ff, 0.4, 'cyrillic'],
    [0x05_2f, 0.25, 'cyrillic'],
    [0x05_8f, 0.8, 'cyrillic'],
    [0x05_ff, 0.44, 'semitic'],
    [0x07_7f, 0.35, 'semitic'],
    [0x08_ff, 0.8, 'semitic'],
    // The scripts of India, Thai, then Hangul's letters.
    [0x0d_ff, 0.315, 'other'],
    [0x0e_7f, 0.38, 'other'],
    [0x10_ff, 0.8, 'other'],
    [0x11_ff, 0.76, 'hangul'],
    [0x2f_ff, 0.8, 'other'],
    // Marks of Chinese and Japanese, kana, Hangul's letters, Han, Hangul.
    [0x30_3f, 0.78, 'han'],
    [0x30_ff, 0.82, 'han'],
    [0x31_8f, 0.8, 'hangul'],
    [0x9f_ff, 0.78, 'han'],
    [0xab_ff, 0.8, 'hangul'],
    [0xd7_ff, 0.8, 'hangul'],
    // Halves of what lies beyond: emoji above all.
    [0xdf_ff, 0.75, 'other'],
    [0xff_ff, 0.78, 'han'],
  ] as const
).map(([end, weight, kind]) => [end, weight, placeOf(kind)]);

function rangeOf(code: number): Range {
  let low = 0;
  let high = ranges.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (code <= ranges[middle]![0]) high = middle;
    else low = middle + 1;
  }
  return ranges[low]!;
}
