import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { knownBedrockModels } from '../bedrock-environment.ts';
import { readConfig } from '../config.ts';
import { ConfigError } from '../read-env.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-bedrock-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(env: Record<string, string>, bedrock?: string) {
  if (bedrock !== undefined) writeFileSync(path.join(folder, 'librechat.yaml'), `version: 1.3.14\nendpoints:\n  bedrock: ${bedrock}\n`);
  const { endpoints, warnings } = readConfig({ DATA_DIR: folder, ...env }, bedrock === undefined ? null : folder);
  const found = endpoints.find(({ id }) => id === 'bedrock');
  return { bedrock: found, warnings: warnings.map((line) => line.replace(/^.*librechat\.yaml:\d+:\d+: /, '')) };
}
const region = { BEDROCK_AWS_DEFAULT_REGION: 'eu-central-1' };

test('is offered once its region is known, with AWS’s own chain for credentials', () => {
  expect(read({}).bedrock).toBeUndefined();
  expect(read({ BEDROCK_AWS_ACCESS_KEY_ID: 'a', BEDROCK_AWS_SECRET_ACCESS_KEY: 's' }).bedrock).toBeUndefined();
  expect(read(region).bedrock).toEqual({
    id: 'bedrock',
    name: 'AWS Bedrock',
    format: 'bedrock-converse',
    baseUrl: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
    key: null,
    ownKeys: false,
    keyNeeded: false,
    models: null,
    fallbackModels: knownBedrockModels,
    titleModel: null,
    aws: { region: 'eu-central-1', credentials: null, profile: null },
  });
});

test.each([
  [
    { BEDROCK_AWS_ACCESS_KEY_ID: 'a', BEDROCK_AWS_SECRET_ACCESS_KEY: 's', BEDROCK_AWS_SESSION_TOKEN: 't' },
    { aws: { region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }, profile: null } },
  ],
  [{ BEDROCK_AWS_PROFILE: 'work' }, { aws: { region: 'eu-central-1', credentials: null, profile: 'work' } }],
  [{ AWS_BEARER_TOKEN_BEDROCK: 'b' }, { key: 'b', ownKeys: false }],
  [{ BEDROCK_AWS_BEARER_TOKEN: 'user_provided' }, { key: null, ownKeys: true, keyNeeded: true }],
  [
    { BEDROCK_AWS_ACCESS_KEY_ID: 'user_provided', BEDROCK_AWS_SECRET_ACCESS_KEY: 'user_provided' },
    { key: null, ownKeys: true, keyNeeded: true },
  ],
  [
    { BEDROCK_AWS_MODELS: 'a,b', BEDROCK_REVERSE_PROXY: 'proxy.lan' },
    { models: ['a', 'b'], baseUrl: 'https://proxy.lan' },
  ],
  [{ BEDROCK_BASE_URL: 'http://127.0.0.1:9/' }, { baseUrl: 'http://127.0.0.1:9' }],
])('reads %o', (env, wanted) => {
  expect(read({ ...region, ...env } as Record<string, string>).bedrock).toMatchObject(wanted);
});

test.each([
  [{ BEDROCK_AWS_ACCESS_KEY_ID: 'a' }, /belong together/],
  [{ BEDROCK_AWS_BEARER_TOKEN: 'a', AWS_BEARER_TOKEN_BEDROCK: 'b' }, /different keys/],
  [{ BEDROCK_AWS_DEFAULT_REGION: 'evil.example/x' }, /takes a region/],
  [{ BEDROCK_BASE_URL: 'https://a', BEDROCK_REVERSE_PROXY: 'b' }, /different addresses/],
])('refuses %o', (env, words) => {
  expect(() => read({ ...region, ...env } as Record<string, string>)).toThrow(ConfigError);
  expect(() => read({ ...region, ...env } as Record<string, string>)).toThrow(words);
});

test('the file adds models, profiles, a guardrail and titles to what the variables say', () => {
  const { bedrock, warnings } = read(
    { ...region, BEDROCK_AWS_PROFILE: 'work', BEDROCK_AWS_MODELS: 'x', ARN: 'arn:aws:bedrock:x' },
    '{availableRegions: [us-east-1, us-west-2], models: [a, b, a], titleModel: a, guardrailConfig: {guardrailIdentifier: g, guardrailVersion: "1", trace: enabled}, inferenceProfiles: {a: "${ARN}", b: "${NONE}"}}',
  );
  expect(bedrock).toMatchObject({
    models: ['a', 'b'],
    titleModel: 'a',
    baseUrl: 'https://bedrock-runtime.eu-central-1.amazonaws.com',
    aws: {
      region: 'eu-central-1',
      profile: 'work',
      guardrail: { guardrailIdentifier: 'g', guardrailVersion: '1', trace: 'enabled' },
      inferenceProfiles: { a: 'arn:aws:bedrock:x' },
    },
  });
  expect(warnings).toEqual(['endpoints.bedrock.inferenceProfiles.b: the environment variable NONE is not set, and no default is given']);
});

test('the file’s first region holds where the variables name none, and without any there is no Bedrock', () => {
  expect(read({}, '{availableRegions: [us-west-2, us-east-1]}').bedrock).toMatchObject({
    baseUrl: 'https://bedrock-runtime.us-west-2.amazonaws.com',
    models: null,
    fallbackModels: knownBedrockModels,
  });
  expect(read({}, '{models: [a]}')).toMatchObject({
    bedrock: undefined,
    warnings: [expect.stringContaining('no region is named') as unknown],
  });
  expect(() => read(region, '{availableRegions: ["evil.example/"]}')).toThrow(/availableRegions\[0\]: is no region/);
  expect(() => read(region, '{guardrailConfig: {guardrailVersion: "1"}}')).toThrow(/guardrailIdentifier is missing/);
});

test('people choose among the regions of the file, the one of the variables first', () => {
  const offers = (env: Record<string, string>, file: string) => {
    const { bedrock } = read(env, file);
    return [bedrock?.baseUrl, bedrock?.aws?.regions, bedrock?.parameters?.changes];
  };
  const at = (name: string): string => `https://bedrock-runtime.${name}.amazonaws.com`;
  expect(offers({}, '{availableRegions: [us-east-1, eu-west-1]}')).toEqual([
    at('us-east-1'),
    { 'us-east-1': at('us-east-1'), 'eu-west-1': at('eu-west-1') },
    [{ name: 'region', options: ['us-east-1', 'eu-west-1'], default: 'us-east-1' }],
  ]);
  expect(offers(region, '{availableRegions: [us-east-1, eu-central-1]}')[2]).toEqual([
    { name: 'region', options: ['eu-central-1', 'us-east-1'], default: 'eu-central-1' },
  ]);
  expect(offers({}, '{availableRegions: [us-east-1]}')).toEqual([at('us-east-1'), undefined, undefined]);
  expect(offers({ ...region, BEDROCK_BASE_URL: 'https://proxy.lan' }, '{availableRegions: [us-east-1]}')[1]).toEqual({
    'eu-central-1': 'https://proxy.lan',
    'us-east-1': 'https://proxy.lan',
  });
});
