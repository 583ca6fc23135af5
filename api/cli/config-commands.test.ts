import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from '../config/read-env.ts';
import type { ControlCommands } from '../control/control-command.ts';
import { serveControl } from '../control/serve-control.ts';
import { checkConfig } from './check-config.ts';
import { showConfig } from './show-config.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'parley-config-command-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
function check(file?: string, source: Record<string, string> = {}): { code: 0 | 1; said: string } {
  const lines: string[] = [];
  const code = checkConfig(file, (line) => void lines.push(line), { source: { DATA_DIR: folder, ...source }, folder });
  return { code, said: lines.join('\n').replaceAll(`${folder}${path.sep}`, '') };
}

const valid =
  'version: 1.3.14\ncache: true\nendpoints:\n  custom:\n    - {name: Box, apiKey: "${KEY}", baseURL: "http://box.lan/v1", models: {fetch: true}}\n';

test('a file with warnings is valid, one with errors is not, and all of them are said', () => {
  expect(check(write('a.yaml', valid), { KEY: 'sk-secret' })).toEqual({
    code: 0,
    said: 'warning       a.yaml:2:1: cache: has no effect: Parley keeps what it read until the file changes\nfile          a.yaml: valid (0 errors, 1 warning)',
  });
  const { code, said } = check(write('b.yaml', 'version: 1.3.14\ncachee: true\nendpoints: []\n'));
  expect(code).toBe(1);
  expect(said).toBe(
    'error         b.yaml:2:1: cachee: unknown key; did you mean cache?\n' +
      'error         b.yaml:3:12: endpoints: found a list, takes keys with values\n' +
      'file          b.yaml: cannot be used (2 errors, 0 warnings)',
  );
  expect(check(path.join(folder, 'none.yaml')).code).toBe(1);
});

test('without a file it looks at what the server would use, and at the environment beside a file that is wrong', () => {
  expect(check().said).toMatch(/^file {10}none.*\nlistens on {4}127\.0\.0\.1:3080/);
  write('librechat.yaml', valid);
  const { code, said } = check(undefined, { KEY: 'sk-secret', OPENAI_MODEL: 'x' });
  expect(code).toBe(0);
  expect(said).toMatch(/file {10}librechat\.yaml: valid/);
  expect(said).toMatch(/endpoints .*Box \(the server's key\)/);
  expect(said.match(/cache: has no effect/g)).toHaveLength(1);
  expect(said).toMatch(/OPENAI_MODEL is set but unknown/);
  expect(said).not.toContain('sk-secret');
  write('parley.yaml', 'nonsense: 1\n');
  expect(check(undefined, { PORT: 'x' })).toMatchObject({ code: 1, said: expect.stringMatching(/nonsense: unknown key[^]*PORT is "x"/) });
});

test('shows every value with its origin, and no secret', async () => {
  write(
    'parley.yaml',
    valid +
      '    - name: Two\n      apiKey: sk-in-the-file\n      baseURL: https://me:hunter2@a.example\n      models: {default: [m]}\n      headers: {X-Key: hunter3}\n      addParams: {api_key: hunter4, top_k: 3}\n      iconURL: i\n',
  );
  const lines: string[] = [];
  const source = {
    DATA_DIR: folder,
    KEY: 'sk-secret',
    OPENAI_API_KEY: 'sk-openai',
    PORT: '4000',
    OPENAI_BASE_URL: 'http://me:hunter5@b.example',
  };
  await showConfig((text) => void lines.push(...text.split('\n')), { source, folder });
  const row = (name: string): string[] | undefined => lines.find((line) => line.startsWith(`${name} `))?.split(/\s{2,}/);
  expect(row('PORT')).toEqual(['PORT', '4000', 'environment']);
  expect(row('HOST')).toEqual(['HOST', '127.0.0.1', 'default']);
  expect(row('OPENAI_API_KEY')).toEqual(['OPENAI_API_KEY', '********', 'environment']);
  expect(row('endpoints.custom[0].apiKey')).toEqual(['endpoints.custom[0].apiKey', '********', 'parley.yaml:5']);
  expect(row('endpoints.custom[0].baseURL')).toEqual(['endpoints.custom[0].baseURL', 'http://box.lan/v1', 'parley.yaml:5']);
  expect(row('endpoints.custom[1].iconURL')).toEqual(['endpoints.custom[1].iconURL', 'i', 'parley.yaml:12 (no effect yet)']);
  expect(row('endpoints.custom[1].addParams.top_k')).toEqual(['endpoints.custom[1].addParams.top_k', '3', 'parley.yaml:11']);
  expect(lines.join('\n')).not.toMatch(/hunter|sk-/);
});

test('shows the file of facts, and, while a server runs, what administrators decided where that file says nothing', async () => {
  write('facts.yaml', 'm: {contextTokens: 5}\n');
  write('parley.yaml', 'version: 1.3.14\nmodelData: facts.yaml\n');
  const show = async (): Promise<string[]> => {
    const lines: string[] = [];
    await showConfig((text) => void lines.push(...text.split('\n')), { source: { DATA_DIR: folder }, folder });
    return lines.map((line) => line.trim().replace(/\s{2,}/g, ' | '));
  };
  const before = await show();
  expect(before).toContain('models.m.contextTokens | 5 | facts.yaml:1');
  expect(before.at(-1)).toBe('What administrators decided (facts of models, budgets) is shown while the server runs.');

  const decided = {
    budgets: [{ principal: { type: 'role' as const, id: 'member' }, endpoint: 'openAI', dollarsPerMonth: 50 }],
    models: [
      { name: 'm', facts: { contextTokens: 9, prices: { input: 1, output: 2 } } },
      { name: 'openAI/gpt-4o', facts: { capabilities: { tools: false } } },
    ],
  };
  const commands = { decisions: async () => decided } as unknown as ControlCommands;
  const control = await serveControl({ dataDir: folder, commands, logger: { debug() {}, info() {}, warn() {}, error() {} } });
  expect((await show()).slice(-4)).toEqual([
    'models.m.prices.input | 1 | administrator',
    'models.m.prices.output | 2 | administrator',
    'models."openAI/gpt-4o".capabilities.tools | false | administrator',
    'budgets.role.member at openAI | 50 dollars a month | administrator',
  ]);
  await control?.close();
});

test('does not show what cannot be used', async () => {
  write('parley.yaml', 'nonsense: 1\n');
  await expect(showConfig(() => undefined, { source: { DATA_DIR: folder }, folder })).rejects.toThrow(ConfigError);
});
