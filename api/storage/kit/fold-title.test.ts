import { expect, test } from 'vitest';
import { foldTitle } from './fold-title.ts';

/** The engine's own simple case folding: what it matches without case. */
const matches = (character: string, text: string): boolean =>
  new RegExp(`^\\u{${character.codePointAt(0)!.toString(16)}}$`, 'iu').test(text);

test('a folded character is the same without case as the one it came from, for every character', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    const folded = foldTitle(character);
    if (folded === character || character.normalize('NFC') !== character) continue;
    if (!matches(character, folded)) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

test('every two characters that are the same without case fold alike', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x1ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    for (const other of [character.toUpperCase(), character.toLowerCase()]) {
      if (other !== character && matches(character, other) && foldTitle(character) !== foldTitle(other)) wrong.push(code.toString(16));
    }
  }
  expect(wrong).toEqual([]);
});

test('composition does not matter, dotless and dotted i stay themselves', () => {
  expect(foldTitle('Cafe\u0301')).toBe(foldTitle('CAF\u00c9'));
  expect(foldTitle('\u0131')).not.toBe(foldTitle('i'));
  expect(foldTitle('ΣΟΦΌΣ')).toBe(foldTitle('σοφός'));
});
