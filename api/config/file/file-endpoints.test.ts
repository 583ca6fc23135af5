import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { ConfigError } from '../read-env.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-endpoints-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'librechat.yaml');

function read(text: string, env: Record<string, string> = {}) {
  writeFileSync(file, `version: 1.3.14\n${text}`);
  const config = readConfig({ DATA_DIR: folder, ...env }, folder);
  return { ...config, warnings: config.warnings.map((line) => line.replace(`${folder}${path.sep}`, '')) };
}
const custom = (
  more: string,
  rest = 'apiKey: sk\n      baseURL: http://box.lan:8000/v1/\n      models: {default: [a, {name: b}, a]}',
): string => `endpoints:\n  custom:\n    - name: Box\n      ${rest}\n      ${more}\n`;

test('a custom endpoint stands after those of the environment, before the demo', () => {
  const { endpoints, file: used, warnings } = read(custom(''));
  expect(used).toBe(file);
  expect(warnings).toEqual([]);
  expect(endpoints.map(({ id }) => id)).toEqual(['openAI', 'anthropic', 'Box', 'demo']);
  expect(endpoints[2]).toEqual({
    id: 'Box',
    name: 'Box',
    format: 'openai-chat',
    baseUrl: 'http://box.lan:8000/v1',
    key: 'sk',
    ownKeys: false,
    keyNeeded: false,
    models: ['a', 'b'],
    titleModel: null,
  });
});

test('everything an endpoint can say reaches it', () => {
  const text = custom(
    [
      'titleConvo: false',
      'titleModel: small',
      'directEndpoint: true',
      "headers: {X-Team: '${TEAM}', X-User: '{{LIBRECHAT_USER_ID}}/{{ LIBRECHAT_BODY_MESSAGEID }}', X-Token: '{{LIBRECHAT_OPENID_TOKEN}}', X-Open: 'a {{LIBRECHAT_USER_ID'}",
      'addParams: {safe_prompt: true, stop: [x], model: other}',
      'dropParams: [user, stream]',
    ].join('\n      '),
    "apiKey: user_provided\n      baseURL: '${URL:-https://a.example/v1}'\n      models: {default: [a], fetch: true}",
  );
  const { endpoints, warnings } = read(text, { TEAM: 'red' });
  expect(endpoints.find(({ id }) => id === 'Box')).toMatchObject({
    baseUrl: 'https://a.example/v1',
    key: null,
    ownKeys: true,
    keyNeeded: true,
    models: null,
    fallbackModels: ['a'],
    titleModel: 'small',
    modelTitles: false,
    exactUrl: true,
    headers: { 'X-Team': 'red', 'X-User': '{{LIBRECHAT_USER_ID}}/{{ LIBRECHAT_BODY_MESSAGEID }}' },
    edits: { add: { safe_prompt: true, stop: ['x'] }, drop: ['user'] },
  });
  expect(warnings).toEqual([
    'librechat.yaml:11:109: endpoints.custom[0].headers.X-Token: nothing is filled in for {{LIBRECHAT_OPENID_TOKEN}}; the header is not sent',
    'librechat.yaml:11:147: endpoints.custom[0].headers.X-Open: nothing is filled in for {{LIBRECHAT_USER_ID; the header is not sent',
    'librechat.yaml:12:56: endpoints.custom[0].addParams.model: has no effect: model stays as Parley sends it',
    'librechat.yaml:13:26: endpoints.custom[0].dropParams[1]: has no effect: stream stays as Parley sends it',
  ]);
});

test('an endpoint whose variables are missing is left out, and the rest is served', () => {
  const { endpoints, warnings } = read(custom('', "apiKey: '${NO_KEY}'\n      baseURL: https://a.example\n      models: {fetch: true}"));
  expect(endpoints.map(({ id }) => id)).toEqual(['openAI', 'anthropic', 'demo']);
  expect(warnings).toEqual([
    'librechat.yaml:4:7: endpoints.custom[0]: Box is left out: NO_KEY is missing',
    'librechat.yaml:5:15: endpoints.custom[0].apiKey: the environment variable NO_KEY is not set, and no default is given',
  ]);
});

test('titles are set for all, and for one endpoint over it', () => {
  const text = `${custom('titleConvo: true')}  all: {titleConvo: false, titleModel: small, titleTiming: immediate}\n  openAI: {titleTiming: final, titleModel: current_model, headers: {X-Team: red}}\n`;
  const { endpoints } = read(text, { OPENAI_TITLE_MODEL: 'big' });
  expect(endpoints.map(({ id, titleModel, modelTitles, headers }) => [id, titleModel, modelTitles, headers])).toEqual([
    ['openAI', null, false, { 'X-Team': 'red' }],
    ['anthropic', 'small', false, undefined],
    ['Box', 'small', true, undefined],
    ['demo', null, undefined, undefined],
  ]);
  expect(endpoints.map(({ titles }) => titles?.timing)).toEqual([undefined, 'immediate', 'immediate', undefined]);
});

test('headers for all stand under those of an endpoint, the built-in model aside', () => {
  const { endpoints } = read(
    `${custom('headers: {x-team: blue}')}  all: {headers: {X-Team: red, X-All: "1"}}\n  anthropic: {headers: {X-One: "2"}}\n`,
  );
  expect(endpoints.map(({ id, headers }) => [id, headers])).toEqual([
    ['openAI', { 'X-Team': 'red', 'X-All': '1' }],
    ['anthropic', { 'X-Team': 'red', 'X-All': '1', 'X-One': '2' }],
    ['Box', { 'X-All': '1', 'x-team': 'blue' }],
    ['demo', undefined],
  ]);
});

test('a vendor is called elsewhere, and offers the models of the file, before what the variables say', () => {
  const { endpoints } = read(
    `${custom('')}  openAI: {baseURL: "http://proxy.lan/v1/", models: [a, b]}\n  anthropic: {models: {default: [c], fetch: true}}\n`,
    { OPENAI_MODELS: 'x', OPENAI_BASE_URL: 'http://other.lan/v1' },
  );
  expect(endpoints.slice(0, 2).map(({ baseUrl, models }) => [baseUrl, models])).toEqual([
    ['http://proxy.lan/v1', ['a', 'b']],
    ['https://api.anthropic.com', ['c']],
  ]);
  expect(() => read(`${custom('')}  openAI: {baseURL: proxy}\n`)).toThrow(/openAI\.baseURL: found no address/);
});

test('custom endpoints come in the order that the file says', () => {
  const one = (name: string, more: string): string =>
    `    - {name: ${name}, apiKey: k, baseURL: "http://a.example", models: {default: [m]}${more}}\n`;
  const { endpoints } = read(
    `endpoints:\n  custom:\n${one('A', '')}${one('B', ', customOrder: 2')}${one('C', ', customOrder: -1')}${one('D', '')}`,
  );
  expect(endpoints.map(({ id }) => id)).toEqual(['openAI', 'anthropic', 'C', 'B', 'A', 'D', 'demo']);
});

test('an endpoint of the file may speak Responses, OpenAI too', () => {
  const { endpoints } = read(`${custom('api: responses')}  openAI: {api: responses}\n`);
  expect(endpoints.map(({ id, format }) => [id, format])).toEqual([
    ['openAI', 'openai-responses'],
    ['anthropic', 'anthropic-messages'],
    ['Box', 'openai-responses'],
    ['demo', 'demo'],
  ]);
  expect(() => read(custom('api: completions'))).toThrow(/api: found "completions", takes one of chat, responses/);
});

test('a custom endpoint takes the place of one from the environment that has its name', () => {
  const text = custom('').replace('Box', 'Groq');
  const { endpoints } = read(text, { GROQ_API_KEY: 'from-the-environment' });
  expect(endpoints.map(({ id, key }) => [id, key])).toContainEqual(['Groq', 'sk']);
  expect(endpoints.some(({ id }) => id === 'groq')).toBe(false);
});

test.each([
  [
    'an address that is none',
    custom('', 'apiKey: k\n      baseURL: a.example\n      models: {fetch: true}'),
    /:6:16: endpoints\.custom\[0\]\.baseURL: found no address/,
  ],
  [
    'the server’s key for anybody’s address',
    custom('', 'apiKey: k\n      baseURL: user_provided\n      models: {fetch: true}'),
    /:6:16: .*never goes to a person’s address/,
  ],
  ['no model at all', custom('', 'apiKey: k\n      baseURL: https://a.example\n      models: {}'), /:7:15: .*names no model/],
  ['the name of a built-in endpoint', custom('').replace('Box', 'openAI'), /:4:13: .*openAI is the name of a built-in endpoint/],
  [
    'a name given twice',
    `${custom('')}    - {name: box, apiKey: k, baseURL: https://a.example, models: {fetch: true}}\n`,
    /:9:\d+: .*box is the name of another endpoint/,
  ],
  ['a header that ends a line', custom('headers: {X-A: "a\\r\\nX-B: b"}'), /cannot be sent as a header/],
])('refuses %s', (_, text, words) => {
  expect(() => read(text)).toThrow(ConfigError);
  expect(() => read(text)).toThrow(words);
});

test('an invalid file refuses the start with every sentence, and names no secret', () => {
  const text = `cachee: true\n${custom('fetsh: true', 'apiKey: 12345\n      baseURL: https://a.example\n      models: {fetch: yes please}')}`;
  expect(() => read(text)).toThrow(
    /cachee: unknown key; did you mean cache\?\n.*apiKey: found a number \(put it in quotes\), takes text\n.*models\.fetch: found "yes please", takes true or false\n.*fetsh: unknown key; did you mean fetch\?/,
  );
});

test('asks Claude on Vertex where the file says so, and says what is missing', () => {
  const keyFile = path.join(folder, 'service-key.json');
  writeFileSync(keyFile, JSON.stringify({ project_id: 'p-1', client_email: 'a@p-1', private_key: 'pem' }));
  const text = (more: string): string => `endpoints:\n  anthropic:\n    vertex:\n      ${more}\n`;
  const { endpoints, warnings } = read(
    text(`enabled: true\n      region: europe-west1\n      projectId: other\n      serviceKeyFile: ${keyFile}`),
  );
  expect(warnings).toEqual([]);
  expect(endpoints.find(({ id }) => id === 'anthropic')).toMatchObject({
    format: 'anthropic-messages',
    baseUrl: 'https://europe-west1-aiplatform.googleapis.com',
    keyNeeded: false,
    google: { vertex: { project: 'other', location: 'europe-west1', account: { email: 'a@p-1' } } },
  });
  const modelsOf = (models: string, more = '') => {
    const given = read(text(`serviceKeyFile: ${keyFile}\n      models: ${models}${more}`));
    const anthropic = given.endpoints.find(({ id }) => id === 'anthropic');
    return [anthropic?.models, anthropic?.google?.vertex?.names, given.warnings];
  };
  expect(modelsOf('[claude-a, claude-b, claude-a]')).toEqual([['claude-a', 'claude-b'], undefined, []]);
  expect(
    modelsOf('{opus: {deploymentName: claude-opus-4-5@20251101}, sonnet: true, haiku: false}', '\n      deploymentName: claude-sonnet-4-5'),
  ).toEqual([['opus', 'sonnet'], { opus: 'claude-opus-4-5@20251101', sonnet: 'claude-sonnet-4-5' }, []]);
  expect(modelsOf('{sonnet: true}')).toEqual([['sonnet'], { sonnet: 'sonnet' }, []]);
  const [offered, , said] = modelsOf('{opus: {deploymentName: "${NOT_SET}"}, sonnet: true}');
  expect(offered).toEqual(['sonnet']);
  expect(JSON.stringify(said)).toContain('opus is left out: NOT_SET is missing');
  expect(() => modelsOf('{opus: {deployment: x}}')).toThrow(/opus\.deployment: unknown key/);
  expect(read(text('enabled: false')).endpoints.find(({ id }) => id === 'anthropic')?.google).toBeUndefined();
  expect(() => read(text('enabled: true'))).toThrow(/endpoints\.anthropic\.vertex: needs the key of a service account/);
  expect(() => read(text('serviceKeyFile: /nowhere/at/all'))).toThrow(/serviceKeyFile names \/nowhere\/at\/all, which cannot be read/);
});
