/**
 * A title for comparison without case: canonical composition, then Unicode simple case folding, one code point for one.
 * Lower case of upper case is that folding but for two letters: the dotless i has an upper case that folds elsewhere, and
 * what grows when its case changes stays as it is.
 */
export function foldTitle(title: string): string {
  let folded = '';
  for (const character of title.normalize('NFC')) folded += foldCharacter(character);
  return folded;
}

const dotlessI = 'ı';

function foldCharacter(character: string): string {
  if (character === dotlessI) return character;
  const upper = character.toUpperCase();
  const lower = (isOne(upper) ? upper : character).toLowerCase();
  return isOne(lower) ? lower : character;
}

const isOne = (text: string): boolean => text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length;
