import { mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { watchConfigFile } from './watch-config-file.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'parley-watch-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const withBox = (name: string): string =>
  `version: 1.3.14\nendpoints:\n  custom:\n    - {name: ${name}, apiKey: k, baseURL: "https://a.example", models: {fetch: true}}\n`;

test('a change acts after it was checked, an invalid one is said once and changes nothing', () => {
  const file = path.join(folder, 'parley.yaml');
  writeFileSync(file, withBox('One'));
  let endpoints: string[] = [];
  const refusals: string[] = [];
  const read = (): void => void (endpoints = readConfig({ DATA_DIR: folder }, folder).endpoints.map(({ id }) => id));
  read();
  const watch = watchConfigFile(() => [file], { reload: read, refused: (sentences) => void refusals.push(...sentences) });
  watch.look();
  expect(endpoints).toContain('One');

  writeFileSync(file, withBox('Second'));
  watch.look();
  expect(endpoints).toContain('Second');

  writeFileSync(file, 'nonsense: true\n');
  watch.look();
  watch.look();
  expect(endpoints).toContain('Second');
  expect(refusals).toEqual([expect.stringMatching(/parley\.yaml:1:1: nonsense: unknown key/)]);

  writeFileSync(file, withBox('Third'));
  watch.look();
  expect(endpoints).toContain('Third');
  watch.stop();
});

test('a file that another names is followed too, and makes right what was refused for it', () => {
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('parley.yaml'), 'version: 1.3.14\n');
  const read = () => readConfig({ DATA_DIR: folder }, folder);
  let config = read();
  const refusals: string[] = [];
  const watch = watchConfigFile(() => [at('parley.yaml'), ...(config.modelData.file === null ? [] : [config.modelData.file])], {
    reload: () => void (config = read()),
    refused: (sentences) => void refusals.push(...sentences),
  });
  writeFileSync(at('parley.yaml'), 'version: 1.3.14\nmodelData: facts.json\n');
  watch.look();
  watch.look();
  expect(refusals).toEqual([expect.stringMatching(/facts\.json:1:1: cannot be read/)]);
  writeFileSync(at('facts.json'), '{"m": {"contextTokens": 5}}');
  watch.look();
  expect(config.modelData.entries).toEqual({ m: { contextTokens: 5 } });
  writeFileSync(at('facts.json'), '{"m": {"contextTokens": 77}}');
  watch.look();
  expect(config.modelData.entries).toEqual({ m: { contextTokens: 77 } });
  watch.stop();
});

test('a link that points elsewhere is a change, as ConfigMaps make it', () => {
  const at = (name: string): string => path.join(folder, name);
  writeFileSync(at('a'), withBox('One'));
  writeFileSync(at('b'), withBox('Two'));
  symlinkSync('a', at('parley.yaml'));
  let times = 0;
  const watch = watchConfigFile(() => [at('parley.yaml')], { reload: () => void (times += 1), refused: () => undefined });
  symlinkSync('b', at('next'));
  renameSync(at('next'), at('parley.yaml'));
  watch.look();
  watch.look();
  expect(times).toBe(1);
  unlinkSync(at('parley.yaml'));
  watch.look();
  expect(times).toBe(2);
  watch.stop();
});
