import path from 'node:path';
import { expect, test } from 'vitest';

const sources = new Map(
  Object.entries(
    import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.*', '!./en/*'], { query: '?raw', import: 'default', eager: true }),
  ).map(([file, text]) => [path.posix.join('src/localization', file), text]),
);
const catalogues = import.meta.glob<Record<string, Record<string, string>>>('./en/*.ts', { eager: true });

const keysOf = (name: string): string[] => Object.values(catalogues[`./en/${name}.ts`]!).flatMap((words) => Object.keys(words));
const later = Object.keys(catalogues)
  .map((file) => path.basename(file, '.ts'))
  .filter((name) => sources.has(`src/localization/${name}-words.ts`));

const specifiers = /(?:^|\n)(?:import|export)\s+(?!type\b)(?:[^'"]*?from\s+)?'(\.[^']+)'/g;
const dynamic = /\bimport\('(\.[^']+)'\)/g;

function importedBy(file: string, pattern: RegExp): string[] {
  const found = Array.from(sources.get(file)!.matchAll(pattern), ([, name]) => path.posix.join(path.posix.dirname(file), name!));
  return found.filter((name) => sources.has(name));
}

/** A file and all that comes with it. */
function withImports(entry: string): Set<string> {
  const reached = new Set([entry]);
  // A set that grows while it is walked.
  for (const file of reached) for (const name of importedBy(file, specifiers)) reached.add(name);
  return reached;
}

/** Whether a file says a word: by its key, or by the beginning of a key whose rest is computed. */
const says = (text: string, key: string): boolean =>
  text.includes(`'${key}'`) ||
  Array.from(text.matchAll(/`([\w.-]+\.)\$\{/g)).some(([, start]) => key.startsWith(start!) && start !== 'errors.');

const first = withImports('src/main.tsx');
const parts = new Set([...sources.keys()].flatMap((file) => importedBy(file, dynamic)));

test.each(['src/main.tsx', ...parts])('%s brings the words that it says', (entry) => {
  const files = [...withImports(entry)];
  const missing = later
    .filter((name) => !files.includes(`src/localization/${name}-words.ts`))
    .flatMap((name) =>
      keysOf(name).flatMap((key) =>
        files
          .filter((file) => (entry === 'src/main.tsx' || !first.has(file)) && says(sources.get(file)!, key))
          .map((file) => `${key} in ${file}`),
      ),
    );
  expect(missing).toEqual([]);
});

test('every word is said somewhere', () => {
  const all = [...sources.values()];
  const keys = Object.keys(catalogues).flatMap((file) => keysOf(path.basename(file, '.ts')));
  expect(keys.filter((key) => !key.startsWith('errors.') && !all.some((text) => says(text, key)))).toEqual([]);
});
