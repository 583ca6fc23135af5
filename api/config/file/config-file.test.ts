import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkConfigText, findConfigFile, presentFinding, readConfigFile } from './read-config-file.ts';

const check = (text: string, env: Record<string, string> = {}) => checkConfigText('parley.yaml', text, env);
const errors = (text: string, env?: Record<string, string>): string[] =>
  check(text, env)
    .findings.filter(({ level }) => level === 'error')
    .map((finding) => presentFinding('f', finding));
const warnings = (text: string, env?: Record<string, string>): string[] =>
  check(text, env)
    .findings.filter(({ level }) => level === 'warning')
    .map((finding) => presentFinding('f', finding));
const v = 'version: 1.3.14\n';

test('an endpoint as operators write it is valid', () => {
  const text = `${v}endpoints:\n  custom:\n    - name: One\n      apiKey: \${KEY}\n      baseURL: \${URL:-https://a.example/v1}\n      models: {default: [m], fetch: true}\n`;
  expect(check(text, { KEY: 'sk' }).findings).toEqual([]);
});

test.each([
  ['a misspelt key', `${v}registraton: {}\n`, 'f:2:1: registraton: unknown key; did you mean registration?'],
  [
    'a misspelt key of another case',
    `${v}interface:\n  modelselect: true\n`,
    'f:3:3: interface.modelselect: unknown key; did you mean modelSelect?',
  ],
  ['swapped letters', `${v}endpoints:\n  cutsom: []\n`, 'f:3:3: endpoints.cutsom: unknown key; did you mean custom?'],
  ['a key in the wrong place', `${v}customWelcome: hi\n`, 'f:2:1: customWelcome: unknown key; it belongs in interface'],
  [
    'a key that is nothing',
    `${v}interface:\n  marketplace:\n    zzzzzzz: 1\n`,
    'f:4:5: interface.marketplace.zzzzzzz: unknown key; interface.marketplace: it takes use',
  ],
  ['a wrong type', `${v}interface:\n  presets: "yes"\n`, 'f:3:12: interface.presets: found "yes", takes true or false'],
  [
    'text for a number',
    `${v}rateLimits:\n  fileUploads:\n    ipMax: many\n`,
    'f:4:12: rateLimits.fileUploads.ipMax: found "many", takes a number of 0 or more',
  ],
  ['a word that is no choice', `${v}imageOutputType: gif\n`, 'f:2:18: imageOutputType: found "gif", takes one of png, webp, jpeg'],
  ['a list for keys', `${v}endpoints:\n  - custom\n`, 'f:3:3: endpoints: found a list, takes keys with values'],
  ['nothing', `${v}endpoints:\n`, 'f:2:11: endpoints: found nothing, takes keys with values'],
  ['a version that is a number', 'version: 1.3\n', 'f:1:10: version: found 1.3, takes text'],
  ['a key given twice', `${v}cache: true\ncache: false\n`, 'f:3:1: cache is given twice; it stands on line 2 too'],
  ['an unclosed quotation mark', `${v}cache: "true\n`, /^f:3:1: Missing closing "quote$/],
  ['a tab', `${v}interface:\n\tpresets: true\n`, 'f:3:1: Tabs are not allowed as indentation'],
  ['two documents', `${v}---\n${v}`, /^f:\d:\d: .*multiple documents/],
  ['a tag', `${v}cache: !!js/function "x"\n`, /^f:2:8: Unresolved tag/],
  ['an alias of nothing', `${v}interface: *x\n`, 'f:2:12: *x is named before &x, or without it'],
  ['a list alone', '- a\n', 'f:1:1: the file takes keys with values, such as version and endpoints'],
  ['an empty file', '# nothing\n', 'f:1:1: the file is empty'],
  ['a key that is a list', `${v}? [a]\n: 1\n`, 'f:2:3: a key is text, not a list or a mapping or an alias'],
  ['a name of the language', `${v}__proto__:\n  presets: true\n`, /^f:2:1: __proto__: unknown key/],
])('says where and what is wrong: %s', (_, text, sentence) => {
  const said = errors(text);
  expect(said[0]).toMatch(sentence instanceof RegExp ? sentence : new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`));
});

test('says what a custom endpoint lacks', () => {
  expect(errors(`${v}endpoints:\n  custom:\n    - name: One\n`).toSorted()).toEqual([
    'f:4:7: endpoints.custom[0]: apiKey is missing; it takes text',
    'f:4:7: endpoints.custom[0]: baseURL is missing; it takes text',
    'f:4:7: endpoints.custom[0]: models is missing; it takes keys with values',
  ]);
});

test('names what is known and without effect once, and refuses nothing for it', () => {
  const text = `${v}cache: true\nfileStrategy: local\nregistration:\n  socialLogins: [google]\nmcpServers:\n  a: {url: x}\n  b: {url: x}\n`;
  expect(errors(text)).toEqual([]);
  expect(warnings(text)).toEqual([
    'f:2:1: cache: has no effect: Parley keeps what it read until the file changes',
    'f:3:1: fileStrategy: not supported yet: `FILES_STORE` says where files are kept, `folder` or `s3`; all kinds are kept in one place',
    'f:5:3: registration.socialLogins: not supported yet: people sign in with an address of mail and a password',
    'f:6:1: mcpServers: not supported yet: waits for MCP',
  ]);
});

test('says which variable is missing, at its place, and reads defaults', () => {
  const text = `${v}ocr:\n  apiKey: \${A}\n  baseURL: \${B:-https://b.example}/\${C:-}\n  mistralModel: \${__proto__}\n`;
  expect(warnings(text, { A: ' ' })).toEqual([
    'f:2:1: ocr: not supported yet: waits for text recognition in files',
    'f:3:11: ocr.apiKey: the environment variable A is not set, and no default is given',
    'f:5:17: ocr.mistralModel: the environment variable __proto__ is not set, and no default is given',
  ]);
});

test('never repeats what may be secret', () => {
  const said = JSON.stringify(
    check(
      `${v}ocr:\n  apiKey: 123456\n  apiKye: sk-secret\nsk-secret-key-in-value: &a hunter2\ninterface:\n  presets: sk-1234567890abcdefghijklmnop\nmemory: "hunter2\n`,
    ),
  );
  expect(said).not.toMatch(/hunter2|123456|sk-secret"|abcdefghij/);
});

test('reads a byte order mark, either line ending, anchors and merge keys', () => {
  const { entry, findings } = check(
    '\r\nversion: 1.3.14\r\ninterface: &a\r\n  presets: true\r\n  bookmarks: true\r\n  marketplace:\r\n    use: true\r\n  peoplePicker:\r\n    users: &no false\r\n    roles: *no\r\n',
  );
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  expect(entry?.kind === 'map' && entry.entries.get('interface')).toMatchObject({ kind: 'map' });
  const merged = `${v}rateLimits:\n  tts: &r\n    ipMax: 1\n    userMax: 2\n  stt:\n    <<: *r\n    ipMax: 3\n`;
  const rates = check(merged).entry;
  expect(
    JSON.stringify(rates, (key, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : key === 'spec' ? undefined : value)),
  ).toMatch(/"stt".*"ipMax".*"value":3.*"userMax".*"value":2/);
});

describe('bounds', () => {
  const bomb = (wrap: (name: string) => string): string =>
    `${v}a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, index) => {
      const [from, to] = [String.fromCharCode(97 + index), String.fromCharCode(98 + index)];
      return `${to}: &${to} [${Array.from({ length: 9 }, () => wrap(from)).join(', ')}]`;
    }).join('\n')}\n`;
  test.each([
    ['aliases that multiply', bomb((name) => `*${name}`), /larger than 50000 values/],
    ['an alias inside of itself', `${v}interface: &a\n  marketplace: *a\n`, /stands inside of itself/],
    ['brackets without end', '['.repeat(100_000), /nests more than 48 deep/],
    ['braces without end', '{a: '.repeat(50_000), /nests more than 48 deep/],
    ['dashes without end', '- '.repeat(100_000), /nests more than 48 deep/],
    ['deep blocks', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n'), /nests more than 48 deep/],
    ['words without end', Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`).join('\n'), /too long/],
  ])('refuses %s at once', (_, text, words) => {
    expect(errors(text).join('\n')).toMatch(words);
  });
});

test('finds the file that the server would use, and says why one cannot be read', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-file-'));
  try {
    const at = (name: string): string => path.join(folder, name);
    expect(findConfigFile({}, folder)).toBeNull();
    writeFileSync(at('librechat.yaml'), v);
    expect(findConfigFile({}, folder)).toBe(at('librechat.yaml'));
    writeFileSync(at('parley.yaml'), Buffer.from(`\ufeff${v}`, 'utf16le'));
    expect(findConfigFile({}, folder)).toBe(at('parley.yaml'));
    expect(findConfigFile({ CONFIG_PATH: 'x/y.yaml' }, folder)).toBe(at('x/y.yaml'));
    expect(findConfigFile({}, null)).toBeNull();
    expect(() => findConfigFile({ CONFIG_PATH: 'https://a.example/c.yaml' }, folder)).toThrow(/takes a file/);
    const said = (file: string): string | undefined => readConfigFile(file, {}).findings[0]?.message;
    expect(said(at('parley.yaml'))).toBe('is not UTF-8 text');
    expect(said(at('none.yaml'))).toBe('cannot be read (ENOENT)');
    expect(said(folder)).toBe('is not a file');
    writeFileSync(at('big.yaml'), ' '.repeat(300_000));
    expect(said(at('big.yaml'))).toBe('has 300000 bytes; a configuration has 262144 at most');
    writeFileSync(at('bom.yaml'), `\ufeff${v}`);
    expect(readConfigFile(at('bom.yaml'), {}).findings).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const sample = (name: string): string => readFileSync(path.join(import.meta.dirname, '__fixtures__', name), 'utf8');

describe('files that operators run', () => {
  const keys = {
    AZURE_OPENAI_API_KEY: 'k',
    AZURE_OPENAI_BASEURL: 'https://a',
    GCP_VERTEXAI_API_KEY: 'k',
    GCP_VERTEXAI_BASEURL: 'https://g',
    TAVILY_API_KEY: 'k',
  };
  test.each([
    ['azure-groups-and-model-specs.yaml', keys],
    ['mcp-and-interface.yaml', { CLICKHOUSE_MCP_AUTH_TOKEN: 'k' }],
    ['titles-and-vendors.yaml', {}],
    [
      'official-example-1.2.1.yaml',
      {
        GROQ_API_KEY: 'k',
        MISTRAL_API_KEY: 'k',
        OPENROUTER_KEY: 'k',
        HELICONE_KEY: 'k',
        PORTKEY_API_KEY: 'k',
        PORTKEY_OPENAI_VIRTUAL_KEY: 'k',
      },
    ],
  ])('%s is valid', (name, env) => {
    expect(errors(sample(name), env)).toEqual([]);
    expect(warnings(sample(name), env).filter((line) => !/not supported yet|has no effect/.test(line))).toEqual([]);
  });

  test('unknown-keys.yaml is refused for exactly its two unknown keys', () => {
    expect(errors(sample('unknown-keys.yaml'))).toEqual([
      expect.stringMatching(/^f:3:1: database: unknown key; /),
      expect.stringMatching(/^f:24:1: search: unknown key; /),
    ]);
  });
});
