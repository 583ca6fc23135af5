import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-specs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'librechat.yaml');

function read(text: string) {
  writeFileSync(file, `version: 1.3.14\n${text}`);
  const { modelSpecs, warnings, endpoints } = readConfig({ DATA_DIR: folder, OPENAI_API_KEY: 'sk' }, folder);
  return { modelSpecs, endpoints, warnings: warnings.map((line) => line.replace(`${folder}${path.sep}`, '')) };
}

const spec = (name: string, more = '', preset = '{endpoint: openAI, model: gpt-4o, temperature: 0.2, promptPrefix: Rhyme.}'): string =>
  `    - {name: ${name}, label: The ${name}, preset: ${preset}${more}}\n`;

test('reads specs in their order, with their settings, starters and icons', () => {
  const { modelSpecs, warnings } = read(
    `modelSpecs:\n  list:\n${spec('b', ', order: 2, softDefault: true')}${spec('a', ', order: 1, default: true, group: Poets, description: Writes., conversation_starters: [Hi, Ho], iconURL: /icons/a.png, showIconInMenu: false')}`,
  );
  expect(warnings).toEqual([]);
  expect(modelSpecs).toMatchObject({ enforce: false, prioritize: true, addedEndpoints: [] });
  expect(modelSpecs?.list).toEqual([
    {
      name: 'a',
      label: 'The a',
      description: 'Writes.',
      group: 'Poets',
      icon: '/icons/a.png',
      default: 'hard',
      showIconInMenu: false,
      showIconInHeader: true,
      showOnLanding: true,
      conversationStarters: ['Hi', 'Ho'],
      model: { endpoint: 'openAI', id: 'gpt-4o' },
      settings: { temperature: 0.2, instructions: 'Rhyme.' },
    },
    expect.objectContaining({ name: 'b', default: 'soft', conversationStarters: [] }),
  ]);
});

test('leaves out what cannot be asked, and says where', () => {
  const { modelSpecs, warnings } = read(
    `modelSpecs:\n  addedEndpoints: [OPENAI, nobody]\n  list:\n${spec('a', ', iconURL: "https://a.example/x.png"')}${spec('b', '', '{endpoint: lost, model: m}')}${spec('c', '', '{endpoint: openAI}')}`,
  );
  expect(modelSpecs?.list.map(({ name }) => name)).toEqual(['a']);
  expect(modelSpecs?.addedEndpoints).toEqual(['openAI']);
  expect(modelSpecs?.list[0]).not.toHaveProperty('icon');
  expect(warnings).toEqual([
    'librechat.yaml:3:28: modelSpecs.addedEndpoints[1]: there is no endpoint nobody',
    expect.stringContaining('iconURL: pictures are not fetched from elsewhere'),
    expect.stringContaining('The b is left out: there is no endpoint lost'),
    expect.stringContaining('The c is left out: its preset names no model'),
  ]);
});

test('refuses what contradicts itself', () => {
  expect(() => read(`modelSpecs:\n  list:\n${spec('a')}${spec('a')}`)).toThrow(/a is the name of another spec too/);
  expect(() => read('modelSpecs:\n  enforce: true\n  list: []\n')).toThrow(/leaves no model that may be asked/);
  expect(() => read(`modelSpecs:\n  list:\n${spec('a', '', '{endpoint: openAI, model: m, temperature: 9}')}`)).toThrow(
    /is not a value of temperature/,
  );
});

test('a custom endpoint says whose parameters it has and what differs', () => {
  const { endpoints, warnings } = read(
    'endpoints:\n  custom:\n    - name: Box\n      apiKey: sk\n      baseURL: http://box.lan:8000/v1/\n      models: {default: [a]}\n      customParams:\n        defaultParamsEndpoint: anthropic\n        paramDefinitions:\n          - {key: temperature, default: 0.7, range: {min: 0, max: 0.9, step: 0.1}, label: Warmth}\n          - {key: thinkingBudget, default: 2000}\n          - {key: imageDetail, default: low}\n',
  );
  expect(endpoints.find(({ id }) => id === 'Box')).toMatchObject({
    defaults: { temperature: 0.7, thinkingBudget: 2_000 },
    parameters: {
      like: 'anthropic-messages',
      changes: [
        { name: 'temperature', min: 0, max: 0.9, step: 0.1, default: 0.7, label: 'Warmth' },
        { name: 'thinkingBudget', default: 2_000 },
      ],
    },
  });
  expect(warnings).toEqual([expect.stringContaining('imageDetail is not a setting of Parley’s; it is not shown')]);
});
