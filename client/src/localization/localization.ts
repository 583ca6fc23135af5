import { setupI18n, type Values } from '@lingui/core';
import { compile } from './compile.ts';
import { en } from './en/index.ts';

/** Every key that has words. English is its source: another language is a `Record<WordKey, string>`. */
export type WordKey = keyof typeof en;
/** One language, whole: a key without words does not compile. */
export type Catalogue = Readonly<Record<WordKey, string>>;

const i18n = setupI18n({ locale: 'en' });

let catalogue: Catalogue = en;
const compiled = new Set<WordKey>();

/** Changes the language of everything that is rendered from now on. */
export function activateLocale(locale: string, words: Catalogue): void {
  catalogue = words;
  compiled.clear();
  i18n.loadAndActivate({ locale, messages: {} });
  document.documentElement.lang = locale;
}

/** The words of a key in the current language, their ICU placeholders filled. Messages are compiled at their first use. */
export function t(key: WordKey, values?: Values): string {
  if (!values) return catalogue[key];
  if (!compiled.has(key)) {
    i18n.load(i18n.locale, { [key]: compile(catalogue[key]) });
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
