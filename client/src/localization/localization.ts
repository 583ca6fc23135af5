import { setupI18n, type Values } from '@lingui/core';
import { compile } from './compile.ts';
import type { auth } from './en/auth.ts';
import type { context } from './en/context.ts';
import type { errors } from './en/errors.ts';
import { en } from './en/index.ts';
import type { models } from './en/models.ts';
import type { parameters } from './en/parameters.ts';
import type { settings } from './en/settings.ts';
import type { sidebar } from './en/sidebar.ts';
import type { transcript } from './en/transcript.ts';

type Words = typeof en &
  typeof auth &
  typeof context &
  typeof errors &
  typeof models &
  typeof parameters &
  typeof settings &
  typeof sidebar &
  typeof transcript;

/** Every key that has words. English is its source: another language is a `Record<WordKey, string>`. */
export type WordKey = keyof Words;

const i18n = setupI18n({ locale: 'en', messages: { en: {} } });
let catalogue: Readonly<Partial<Record<WordKey, string>>> = en;
const compiled = new Set<WordKey>();

/** Adds words that the first page does without. */
export function addWords(words: Readonly<Partial<Record<WordKey, string>>>): void {
  catalogue = { ...catalogue, ...words };
}

/** A part of the page did not bring its words: a defect, said where defects are looked for. */
function missing(key: WordKey): string {
  console.error(`There are no words for ${key}.`);
  return key;
}

/** The words of a key in the current language, their ICU placeholders filled. Messages are compiled at their first use. */
export function t(key: WordKey, values?: Values): string {
  const words = catalogue[key] ?? missing(key);
  // Nothing to fill in, or no text any more: a build has compiled it.
  if (!values || (typeof words === 'string' && !words.includes('{'))) return words;
  if (!compiled.has(key)) {
    i18n.load(i18n.locale, { [key]: compile(words) });
    compiled.add(key);
  }
  return i18n._(key, values);
}

/** Whether this text is a key with words; for codes that come from elsewhere. */
export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(catalogue, key);
}

/** The language that numbers and dates are written in. */
export function currentLocale(): string {
  return i18n.locale;
}
