import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { modelEntrySchema } from '@parley/contracts';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { loadConfigFile } from './load-config-file.ts';
import { readModelData } from './model-data.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-model-data-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);
const write = (name: string, text: string): string => {
  writeFileSync(at(name), text);
  return at(name);
};
const said = (name: string, text: string): string[] =>
  readModelData(write(name, text), {}).findings.map(
    ({ level, line, column, path: key, message }) => `${level} ${line}:${column} ${key}: ${message}`,
  );

const facts = {
  'gpt-x': {
    contextTokens: 1_000_000,
    outputTokens: 8_192,
    capabilities: { images: true, documents: false, audio: false, tools: true, reasoning: true, json: true },
    prices: { input: 1, output: 2, cachedInput: 0.1, cacheWrite: 1.25, long: { above: 200_000, input: 2, output: 4 } },
  },
  'openAI/gpt-x': { prices: { input: 0, output: 0 } },
};

test('facts are read from JSON and from YAML, all that may be said of a model', () => {
  expect(readModelData(write('facts.json', JSON.stringify(facts)), {})).toEqual({
    data: { file: at('facts.json'), entries: facts },
    findings: [],
  });
  const yaml = readModelData(write('facts.yaml', 'gpt-x: {contextTokens: 5}\nopenAI/gpt-x:\n  prices: {input: 1, output: 2}\n'), {});
  expect(yaml.data.entries).toEqual({ 'gpt-x': { contextTokens: 5 }, 'openAI/gpt-x': { prices: { input: 1, output: 2 } } });
  for (const entry of Object.values(facts)) expect(modelEntrySchema.parse(entry)).toEqual(entry);
});

test('what is wrong is said with line, column and key', () => {
  expect(said('bad.yaml', 'm:\n  contextTokens: 0\n  contxtTokens: 5\n  prices: {input: free}\n  version: 1\n')).toEqual([
    'error 2:18 m.contextTokens: found 0, takes a whole number of 1 or more',
    'error 3:3 m.contxtTokens: unknown key; did you mean contextTokens?',
    'error 4:11 m.prices: output is missing; it takes a number of 0 or more',
    'error 4:19 m.prices.input: found "free", takes a number of 0 or more',
    'error 5:3 m.version: unknown key; m: it takes contextTokens, outputTokens, capabilities, prices',
  ]);
  expect(said('list.yaml', '- a\n')).toEqual(['error 1:1 : the file takes keys with values, such as gpt-4o or openAI/gpt-4o']);
  expect(readModelData(at('none.yaml'), {}).findings[0]?.message).toBe('cannot be read (ENOENT)');
});

test('the configuration file names it from its own folder, before the environment, and its mistakes are mistakes of both', () => {
  mkdirSync(at('sub'), { recursive: true });
  write('own.yaml', 'a: {contextTokens: 1}\n');
  write('other.yaml', 'b: {contextTokens: 2}\n');
  const file = write('sub/parley.yaml', 'version: 1.3.14\nmodelData: ${WHERE:-../own.yaml}\n');
  const source = { DATA_DIR: folder, MODEL_DATA: at('other.yaml'), CONFIG_PATH: file };
  expect(readConfig(source).modelData).toEqual({ file: at('own.yaml'), entries: { a: { contextTokens: 1 } } });
  expect(readConfig({ ...source, CONFIG_PATH: undefined }).modelData.entries).toEqual({ b: { contextTokens: 2 } });
  expect(readConfig({ ...source, CONFIG_PATH: undefined, MODEL_DATA: 'other.yaml' }, folder).modelData.file).toBe(at('other.yaml'));
  expect(readConfig({ DATA_DIR: folder }).modelData).toEqual({ file: null, entries: {} });

  write('own.yaml', 'a: {contextTokens: 1, x: 1}\n');
  expect(() => readConfig(source)).toThrow(/own\.yaml:1:23: a\.x: unknown key/);
  expect(() => readConfig({ DATA_DIR: folder, MODEL_DATA: at('own.yaml') })).toThrow(/MODEL_DATA cannot be used[^]*own\.yaml:1:23/);
});

test('LibreChat’s tokenConfig says what models of a custom endpoint hold and cost', () => {
  const file = write(
    'tokens.yaml',
    `version: 1.3.14
endpoints:
  custom:
    - name: One
      apiKey: k
      baseURL: "http://a.example"
      models: {default: [m]}
      tokenConfig:
        m: {prompt: 0.5, completion: 1.5, context: 32000, cacheRead: 0.05, cacheWrite: 0.6}
        n: {prompt: 1, completion: 2}
`,
  );
  const { endpoints, findings } = loadConfigFile(file, {}, []);
  expect(findings).toEqual([]);
  expect(endpoints[0]?.tokenConfig).toEqual({
    m: { contextTokens: 32_000, prices: { input: 0.5, output: 1.5, cachedInput: 0.05, cacheWrite: 0.6 } },
    n: { prices: { input: 1, output: 2 } },
  });
});
