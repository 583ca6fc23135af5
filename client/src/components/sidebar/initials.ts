const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const lettersOf = (word: string): readonly string[] => Array.from(letters.segment(word), ({ segment }) => segment);

/** One or two letters that stand for a name, in any script. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).map(lettersOf);
  const first = words[0] ?? [];
  const last = words.length > 1 ? words.at(-1)?.[0] : first[1];
  return `${first[0] ?? ''}${last ?? ''}`.toUpperCase();
}
