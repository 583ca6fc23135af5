import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAnyYaml, parseYaml } from './parse-yaml.ts';
import { readPlainYaml } from './read-plain-yaml.ts';

/** Where the plain reader answers at all, it answers what the parser does. */
function agrees(source: string): boolean {
  const plain = readPlainYaml(source);
  if (plain !== null) expect({ source, tree: plain, complaints: [] }).toEqual({ source, ...parseAnyYaml(source) });
  return plain !== null;
}

const plain = `# A comment
version: 1.3.14
cache: true # and another

endpoints:
  custom:
    - name: Team 1
      apiKey: "\${KEY}"
      baseURL: 'http://a.example:8080/v1'
      headers: {X-Team: "Team 1", X-Cost: 1001}
      models: {default: [small, "m:b", 3.5], fetch: false}
      url: http://a.example/x#y
      words: one two, three
    -   name: \${NAME:-x}
        dropParams:
        - stop
        - user
  empty: []
  none: {}
interface:
    presets: false
    number: -12
`;

test('reads what operators write, each value at its place', () => {
  expect(agrees(plain)).toBe(true);
  expect(parseYaml(plain)).toEqual(parseAnyYaml(plain));
});

test.each([
  'a: &x 1\nb: *x\n',
  'a: |\n  text\n',
  'a: one\n  two\n',
  'a:\n',
  'a: ~\n',
  'a: null\n',
  'a: 1\na: 2\n',
  'a: {b: 1, b: 2}\n',
  'a: "x\\ny"\n',
  "a: 'it''s'\n",
  'a: [b: 1]\n',
  'a: [1,\n  2]\n',
  'a: {b: c: d}\n',
  'a: b: c\n',
  'a: b:\n',
  '- a\n-\n',
  '- - a\n',
  'a:\tb\n',
  'a: 0x1f\n',
  'a: 1e3\n',
  'a: .inf\n',
  'a: 007\n',
  'a: 1_000\n',
  'a: 2026-11-29\n',
  'a: Yes\n',
  '? a\n: b\n',
  'a: 1\n---\nb: 2\n',
  '%YAML 1.1\n---\na: yes\n',
  'a:\n  b: 1\n c: 2\n',
  ' a: 1\n',
  'a: [}\n',
  'a: "x" y\n',
  'a: b #c\n  d\n',
  '"a": 1\n',
  '<<: {a: 1}\n',
  'a: !!str 1\n',
  'a: @b\n',
  'a: 123456789012345678901\n',
  'a: -0\n',
  '',
])('leaves to the parser what is more than plain, or agrees: %j', (source) => {
  agrees(source);
  expect(readPlainYaml(source)).toBeNull();
});

test('agrees about every file of the tests, whole and cut off', () => {
  const folder = path.join(import.meta.dirname, '__fixtures__');
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.yaml'))) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    for (let end = text.length; end > 0; end -= Math.ceil(text.length / 12)) agrees(text.slice(0, end));
  }
});

test('agrees about anything made of pieces of YAML', () => {
  const pieces = [
    'a',
    'b',
    ': ',
    ':',
    '- ',
    '-',
    '  ',
    ' ',
    '\n',
    '\n  ',
    '\n    ',
    '{',
    '}',
    '[',
    ']',
    ', ',
    ',',
    '"',
    "'",
    '#',
    ' # c',
    '1',
    '0',
    '.',
    'true',
    'null',
    '~',
    '$',
    '/',
    '&',
    '*',
    '|',
    '>',
    '!',
    '?',
    '_',
    'x y',
    'http://h',
  ];
  const values = ['x', '"q"', "'q'", '[1, a]', '{a: 1, b: [x]}', 'x y', 'http://h', 'true', '12', 'x # c', '', '{}', '"a b": 1'];
  const rest = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...values) },
    fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((all) => all.join('')),
  );
  const lines = fc.array(
    fc.tuple(fc.constantFrom('', '  ', '    ', '- ', '  - '), fc.constantFrom('a: ', 'b: ', 'c: ', 'a:', 'k.x: ', ''), rest),
    { minLength: 1, maxLength: 6 },
  );
  let read = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        lines.map((all) => all.map(([indent, name, words]) => `${indent}${name}${words}`).join('\n')),
        fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((all) => all.join('')),
      ),
      (source) => void (read += Number(agrees(source))),
    ),
    { numRuns: 3_000, seed: 4 },
  );
  expect(read).toBeGreaterThan(50);
});

test('agrees about a plain file in which something was put, taken out or doubled', () => {
  const bits = [
    ' ',
    '  ',
    '\n',
    ':',
    ': ',
    '- ',
    '#',
    ' #',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '$',
    '1',
    'x',
    '.',
    '/',
    '~',
    '&a ',
    '*a',
    '|',
    '>',
    '?',
  ];
  let read = 0;
  fc.assert(
    fc.property(fc.nat(plain.length), fc.constantFrom(...bits), fc.nat(3), fc.nat(20), (at, bit, cut, twice) => {
      const changed = plain.slice(0, at) + bit + plain.slice(at + cut);
      read += Number(agrees(changed)) + Number(agrees(plain.slice(0, at) + plain.slice(at - twice)));
    }),
    { numRuns: 1_000, seed: 4 },
  );
  expect(read).toBeGreaterThan(300);
});
