import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { ConfigError } from '../read-env.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-azure-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string, env: Record<string, string> = {}) {
  writeFileSync(path.join(folder, 'librechat.yaml'), text);
  const { endpoints, warnings } = readConfig({ DATA_DIR: folder, ...env }, folder);
  const azure = endpoints.find(({ id }) => id === 'azureOpenAI');
  return { azure, endpoints, warnings: warnings.map((line) => line.replace(/^.*librechat\.yaml:\d+:\d+: /, '')) };
}
const groups = (...items: string[]): string =>
  `version: 1.3.14\nendpoints:\n  azureOpenAI:\n    titleModel: small\n    groups:\n${items.map((item) => `      - ${item}\n`).join('')}`;
const east =
  '{group: east, apiKey: "${EAST}", instanceName: east, version: "2024-10-21", models: {big: {deploymentName: big-1}, small: {deploymentName: s, version: "2025-01-01-preview"}}}';
const west =
  '{group: west, apiKey: user_provided, deploymentName: w, instanceName: west, addParams: {top_k: 3}, dropParams: [user], additionalHeaders: {X-Team: red}, models: {reasoner: true, off: false}}';
const mistral = '{group: mistral, apiKey: m, baseURL: "https://m.example/v1", serverless: true, models: {Mistral-large: true}}';

test('every model stands at the deployment of its group', () => {
  const { azure, warnings } = read(groups(east, west, mistral), { EAST: 'k-east' });
  expect(warnings).toEqual([]);
  expect(azure).toEqual({
    id: 'azureOpenAI',
    name: 'Azure OpenAI',
    format: 'openai-chat',
    baseUrl: 'https://east.openai.azure.com/openai/deployments/big-1?api-version=2024-10-21',
    key: 'k-east',
    ownKeys: true,
    keyNeeded: false,
    models: ['big', 'small', 'reasoner', 'Mistral-large'],
    titleModel: 'small',
    places: {
      big: {
        model: 'big-1',
        key: 'k-east',
        baseUrl: 'https://east.openai.azure.com/openai/deployments/big-1?api-version=2024-10-21',
        keyHeaders: ['api-key'],
      },
      small: {
        model: 's',
        key: 'k-east',
        baseUrl: 'https://east.openai.azure.com/openai/deployments/s?api-version=2025-01-01-preview',
        keyHeaders: ['api-key'],
      },
      reasoner: {
        model: 'w',
        key: null,
        headers: { 'X-Team': 'red' },
        edits: { add: { top_k: 3 }, drop: ['user'] },
        baseUrl: 'https://west.openai.azure.com/openai/v1',
        keyHeaders: ['api-key'],
      },
      'Mistral-large': { model: 'Mistral-large', key: 'm', baseUrl: 'https://m.example/v1', keyHeaders: ['authorization', 'api-key'] },
    },
  });
});

test('a group whose variables are missing is left out, and the others are served', () => {
  const { azure, warnings } = read(groups(east, mistral));
  expect(azure?.models).toEqual(['Mistral-large']);
  expect(warnings).toEqual([
    'endpoints.azureOpenAI.titleModel: small is in no group; the model that answered finds titles',
    'endpoints.azureOpenAI.groups[0]: the group east is left out: EAST is missing',
    'endpoints.azureOpenAI.groups[0].apiKey: the environment variable EAST is not set, and no default is given',
  ]);
  expect(read(groups(east)).azure).toBeUndefined();
});

test('a group speaks Responses when its file says so, in Parley’s words or LibreChat’s', () => {
  const { azure, warnings } = read(
    groups(
      '{group: a, apiKey: k, instanceName: a, version: "2024-10-21", api: responses, models: {small: {deploymentName: s}}}',
      '{group: b, apiKey: k, instanceName: b, addParams: {useResponsesApi: true, top_k: 3}, models: {big: {deploymentName: b}}}',
      '{group: c, apiKey: k, instanceName: c, api: chat, addParams: {useResponsesApi: true}, models: {old: {deploymentName: o}}}',
    ),
  );
  expect(warnings).toEqual([]);
  expect(azure?.format).toBe('openai-chat');
  expect(azure?.places?.['small']).toMatchObject({ format: 'openai-responses', baseUrl: 'https://a.openai.azure.com/openai/v1' });
  expect(azure?.places?.['big']).toMatchObject({ format: 'openai-responses', edits: { add: { top_k: 3 }, drop: [] } });
  expect(azure?.places?.['old']).not.toHaveProperty('format');
  expect(() => read(groups('{group: a, apiKey: k, instanceName: a, api: completions, models: {m: true}}'))).toThrow(
    /takes one of chat, responses/,
  );
});

test('names that stand for the deployment’s own are no missing variables', () => {
  const gateway =
    '{group: g, apiKey: k, instanceName: i, baseURL: "https://gw.example/${INSTANCE_NAME}/${DEPLOYMENT_NAME}", version: "2024-10-21", models: {small: {deploymentName: d}}}';
  const { azure, warnings } = read(groups(gateway));
  expect(warnings).toEqual([]);
  expect(azure?.baseUrl).toBe('https://gw.example/i/d?api-version=2024-10-21');
});

test.each([
  ['a model of two groups', groups(mistral, mistral), /Mistral-large: Mistral-large is a model of another group too/],
  ['a model without a deployment', groups('{group: g, apiKey: k, instanceName: i, models: {m: true}}'), /m: m has no deploymentName/],
  ['a group without an address', groups('{group: g, apiKey: k, deploymentName: d, models: {m: true}}'), /groups\[0\]: makes no address/],
  [
    'a resource that is no host',
    groups('{group: g, apiKey: k, deploymentName: d, instanceName: "a b", models: {m: true}}'),
    /instanceName: makes no address/,
  ],
])('refuses %s', (_, text, words) => {
  expect(() => read(text)).toThrow(ConfigError);
  expect(() => read(text)).toThrow(words);
});

test('the sample of an operator yields every model at the address of its variables, which come before the older ones', () => {
  const text = readFileSync(new URL('__fixtures__/azure-groups-and-model-specs.yaml', import.meta.url), 'utf8');
  const env = {
    AZURE_OPENAI_API_KEY: 'k',
    AZURE_OPENAI_BASEURL: 'https://gw.example/openai/deployments',
    AZURE_API_KEY: 'old',
    AZURE_OPENAI_MODELS: 'old',
  };
  const { azure } = read(text, env);
  expect(azure?.models).toEqual(['gpt-5', 'gpt-4o', 'gpt-4o-mini', 'gpt-41', 'gpt-41-mini']);
  expect(azure?.titleModel).toBe('gpt-4o');
  expect(azure?.places?.['gpt-41']).toEqual({
    model: 'gpt-41',
    key: 'k',
    baseUrl: 'https://gw.example/openai/deployments/gpt-41?api-version=2024-10-21',
    keyHeaders: ['api-key'],
  });
});

test('the older variables make one resource', () => {
  const env = { AZURE_API_KEY: 'k', AZURE_OPENAI_API_INSTANCE_NAME: 'main', AZURE_OPENAI_API_VERSION: '2024-10-21', PARLEY_DEMO: 'off' };
  const placesOf = (more: Record<string, string>) => {
    const azure = readConfig({ ...env, ...more }).endpoints.find(({ id }) => id === 'azureOpenAI');
    return Object.entries(azure?.places ?? {}).map(([id, { model, baseUrl }]) => [id, model, new URL(baseUrl).pathname]);
  };
  expect(placesOf({ AZURE_OPENAI_API_DEPLOYMENT_NAME: 'd' })).toEqual([['d', 'd', '/openai/deployments/d']]);
  expect(placesOf({ AZURE_OPENAI_MODELS: 'gpt-3.5-turbo,gpt-4o', AZURE_USE_MODEL_AS_DEPLOYMENT_NAME: 'true' })).toEqual([
    ['gpt-3.5-turbo', 'gpt-35-turbo', '/openai/deployments/gpt-35-turbo'],
    ['gpt-4o', 'gpt-4o', '/openai/deployments/gpt-4o'],
  ]);
  expect(() => placesOf({})).toThrow(/no model: name AZURE_OPENAI_MODELS/);
  expect(() => placesOf({ AZURE_OPENAI_MODELS: 'm', AZURE_OPENAI_API_INSTANCE_NAME: 'a b' })).toThrow(/no address/);
  expect(
    readConfig({ AZURE_API_KEY: 'user_provided', AZURE_OPENAI_MODELS: 'm', AZURE_OPENAI_API_INSTANCE_NAME: 'a' }).endpoints,
  ).toContainEqual(expect.objectContaining({ id: 'azureOpenAI', key: null, ownKeys: true, keyNeeded: true }));
});
