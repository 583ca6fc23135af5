import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '@parley/test-kit';
import { expect, test } from 'vitest';
import type { Entry, Finding } from './check-tree.ts';
import { checkConfigText } from './read-config-file.ts';

const files = ['azure-groups-and-model-specs.yaml', 'mcp-and-interface.yaml', 'official-example-1.2.1.yaml', 'titles-and-vendors.yaml'].map(
  (name) => ({ name, text: readFileSync(path.join(import.meta.dirname, '__fixtures__', name), 'utf8') }),
);
/** Every variable has a value, so that the only one that is missing is the one a mutation names. */
const environment = new Proxy({} as Record<string, string>, {
  get: (_target, name) => (name === missing ? undefined : 'https://value.example'),
});
const missing = 'PARLEY_NO_SUCH_VARIABLE';

/** A key of the schema that stands on a line of its own, with the value beside it where that is one of one line. */
interface Site {
  readonly line: number;
  readonly column: number;
  readonly key: string;
  readonly entry: Entry;
}

function sitesOf(text: string): Site[] {
  const { entry } = checkConfigText('f', text, environment);
  const lines = text.split('\n');
  const sites: Site[] = [];
  const walk = (at: Entry): void => {
    if (at.kind === 'list') for (const item of at.items) walk(item);
    if (at.kind !== 'map') return;
    for (const [key, value] of at.entries) {
      const { line, column } = value;
      const standsAlone = new RegExp(`^[ -]*${key}:( |$)`).test(lines[line - 1]!) && lines[line - 1]!.indexOf(key) === column - 1;
      if (at.spec.kind === 'object' && standsAlone) sites.push({ line, column, key, entry: value });
      walk(value);
    }
  };
  walk(entry!);
  return sites;
}

/** What was changed, the line it must be found at, and words of what must be said there. */
interface Mutation {
  readonly text: string;
  readonly line: number;
  readonly says: RegExp;
}
type Mutate = (lines: string[], site: Site, random: () => number) => Mutation | null;

const put = (lines: string[], at: number, ...by: string[]): string => lines.toSpliced(at - 1, 1, ...by).join('\n');
const isOneLine = ({ entry, line, key }: Site, lines: readonly string[]): boolean =>
  entry.kind === 'scalar' && entry.valueAt.line === line && !new RegExp(`${key}: *[|>]`).test(lines[line - 1]!);

const mutations: Readonly<Record<string, Mutate>> = {
  'a misspelt key': (lines, { line, column, key }, random) => {
    if (key.length < 4) return null;
    const at = 1 + Math.floor(random() * (key.length - 2));
    const ways = [
      key.slice(0, at) + key.slice(at + 1),
      key.slice(0, at) + key[at]! + key.slice(at),
      `${key.slice(0, at)}${key[at + 1]}${key[at]}${key.slice(at + 2)}`,
    ];
    const misspelt = ways[Math.floor(random() * ways.length)]!;
    if (misspelt === key) return null;
    const before = lines[line - 1]!;
    const text = put(lines, line, before.slice(0, column - 1) + misspelt + before.slice(column - 1 + key.length));
    return { text, line, says: new RegExp(`unknown key; .*${key}`) };
  },
  'a wrong type': (lines, site) => {
    const { line, key, entry } = site;
    const { spec } = entry;
    if (!isOneLine(site, lines) || !['flag', 'number', 'text'].includes(spec.kind)) return null;
    const before = lines[line - 1]!;
    const wrong = spec.kind === 'text' ? '[1, 2]' : '"maybe so"';
    const text = put(lines, line, before.slice(0, before.indexOf(`${key}:`) + key.length + 1) + ` ${wrong}`);
    return {
      text,
      line,
      says: spec.kind === 'text' ? /found a list, takes (text|one of)/ : /found "maybe so", takes (true or false|a (whole )?number)/,
    };
  },
  'a key in the wrong place': (lines, site, random) => {
    if (!isOneLine(site, lines) || lines[site.line - 1]!.includes('- ')) return null;
    const strange = site.column === 1 ? ['serverFileSizeLimit', 'presets'] : ['modelSpecs', 'registration', 'fileStrategies'];
    const key = strange[Math.floor(random() * strange.length)]!;
    const indent = ' '.repeat(site.column - 1);
    const text = put(lines, site.line, `${indent}${key}: {}`, lines[site.line - 1]!);
    return { text, line: site.line, says: /unknown key/ };
  },
  'a tab': (lines, { line }) => {
    const before = lines[line - 1]!;
    const indent = /^ +/.exec(before)?.[0].length ?? 0;
    if (indent < 2 || before.trimStart().startsWith('-')) return null;
    return { text: put(lines, line, `\t${before.trimStart()}`), line, says: /[Tt]abs?\b/ };
  },
  'a key given twice': (lines, site) => {
    const before = lines[site.line - 1]!;
    if (!isOneLine(site, lines) || before.includes('- ')) return null;
    return {
      text: put(lines, site.line, before, before),
      line: site.line + 1,
      says: new RegExp(`${site.key} is given twice; it stands on line ${site.line} too`),
    };
  },
  'a missing variable': (lines, site) => {
    const { line, key, entry } = site;
    if (!isOneLine(site, lines) || entry.spec.kind !== 'text' || !entry.spec.expands) return null;
    const before = lines[line - 1]!;
    const text = put(lines, line, before.slice(0, before.indexOf(`${key}:`) + key.length + 1) + ` "\${${missing}}"`);
    return { text, line, says: new RegExp(`environment variable ${missing} is not set`) };
  },
};

const places = files.map((file) => ({ ...file, sites: sitesOf(file.text), lines: file.text.split('\n') }));

/** The seed decides the kind, the file and the place; a place where the kind makes no sense is passed over. */
function mutate(seed: number): Mutation & { readonly what: string } {
  const random = seededRandom(seed);
  const kinds = Object.keys(mutations);
  const kind = kinds[seed % kinds.length]!;
  for (;;) {
    const { name, lines, sites } = places[Math.floor(random() * places.length)]!;
    const site = sites[Math.floor(random() * sites.length)]!;
    const made = mutations[kind]!([...lines], site, random);
    if (made) return { ...made, what: `${kind} in ${name}:${made.line} (${site.entry.path})` };
  }
}

test('two hundred files, each with one mistake, are reported at its line', () => {
  const missed: { what: string; said: readonly Pick<Finding, 'line' | 'message'>[] }[] = [];
  const kinds = new Set<string>();
  for (let seed = 1; seed <= 200; seed += 1) {
    const { text, line, says, what } = mutate(seed);
    kinds.add(`${seed % Object.keys(mutations).length}`);
    const { findings } = checkConfigText('f', text, environment);
    const found = findings.find((finding) => finding.line === line && says.test(finding.message));
    const isRefused = what.startsWith('a missing variable') || findings.some(({ level }) => level === 'error');
    // Nothing before it may be an error: people mend the first line they are told.
    const first = findings.find(({ level }) => level === 'error');
    if (!found || !isRefused || (first && first.line < line))
      missed.push({ what, said: findings.filter(({ level }) => level === 'error').slice(0, 3) });
  }
  expect(kinds.size).toBe(6);
  expect(missed).toEqual([]);
});
