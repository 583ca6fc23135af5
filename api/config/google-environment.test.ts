import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EndpointConfig } from '../providers/port.ts';
import { readConfig } from './config.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parley-google-'));
afterAll(() => rmSync(folder, { recursive: true }));

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const key = {
  type: 'service_account',
  project_id: 'p-1',
  private_key_id: 'k1',
  private_key: privateKey,
  client_email: 'parley@p-1.iam.gserviceaccount.com',
  token_uri: 'https://oauth2.googleapis.com/token',
};
const file = path.join(folder, 'key.json');
writeFileSync(file, JSON.stringify(key));

const google = (env: Record<string, string>): EndpointConfig | undefined => readConfig(env).endpoints.find(({ id }) => id === 'google');

test('offers Google to whoever asks for it, under the names that operators know', () => {
  expect(google({})).toBeUndefined();
  expect(google({ GOOGLE_KEY: 'g', GOOGLE_MODELS: 'gemini-2.5-pro, gemini-2.5-flash', GOOGLE_TITLE_MODEL: 'gemini-2.5-flash' })).toEqual({
    id: 'google',
    name: 'Google',
    format: 'google-gemini',
    baseUrl: 'https://generativelanguage.googleapis.com',
    key: 'g',
    ownKeys: false,
    keyNeeded: true,
    models: ['gemini-2.5-pro', 'gemini-2.5-flash'],
    titleModel: 'gemini-2.5-flash',
  });
  expect(google({ GOOGLE_KEY: 'user_provided' })).toMatchObject({ key: null, ownKeys: true, keyNeeded: true });
  expect(google({ GOOGLE_REVERSE_PROXY: 'http://127.0.0.1:9/', GOOGLE_AUTH_HEADER: 'true' })).toMatchObject({
    baseUrl: 'http://127.0.0.1:9',
    keyNeeded: false,
    google: { bearer: true },
  });
});

test('takes what is to be blocked, and leaves to Google what is not said', () => {
  const env = { GOOGLE_KEY: 'g', GOOGLE_SAFETY_HATE_SPEECH: 'block_only_high', GOOGLE_SAFETY_CIVIC_INTEGRITY: 'OFF' };
  expect(google({ ...env, GOOGLE_SAFETY_HARASSMENT: 'HARM_BLOCK_THRESHOLD_UNSPECIFIED' })?.google).toEqual({
    safety: [
      { category: 'HARM_CATEGORY_HATE_SPEECH', threshold: 'BLOCK_ONLY_HIGH' },
      { category: 'HARM_CATEGORY_CIVIC_INTEGRITY', threshold: 'OFF' },
    ],
  });
});

test('speaks with Vertex by the key of a service account, from a file, plain or in base64', () => {
  const account = { email: key.client_email, privateKey: privateKey.trim(), keyId: 'k1', tokenUrl: key.token_uri };
  const expected = {
    baseUrl: 'https://europe-west4-aiplatform.googleapis.com',
    key: null,
    ownKeys: false,
    keyNeeded: false,
    google: { vertex: { project: 'p-1', location: 'europe-west4', account } },
  };
  const json = JSON.stringify(key);
  const ways: [string, string][] = [
    ['GOOGLE_SERVICE_KEY_FILE', file],
    ['GOOGLE_SERVICE_KEY_FILE', json],
    ['GOOGLE_SERVICE_KEY_FILE', Buffer.from(json).toString('base64')],
    ['GOOGLE_SERVICE_KEY', json],
  ];
  for (const [name, value] of ways) expect(google({ [name]: value, GOOGLE_LOC: 'europe-west4' })).toMatchObject(expected);
  expect(google({ GOOGLE_SERVICE_KEY_FILE: file })?.baseUrl).toBe('https://us-central1-aiplatform.googleapis.com');
  expect(google({ GOOGLE_SERVICE_KEY_FILE: file, GOOGLE_LOC: 'global' })?.baseUrl).toBe('https://aiplatform.googleapis.com');
  // A key comes first.
  expect(google({ GOOGLE_SERVICE_KEY_FILE: file, GOOGLE_KEY: 'g' })?.google).toBeUndefined();
});

test('asks Claude on Vertex where that is wanted, and has what it reads kept as said', () => {
  const anthropic = (env: Record<string, string>) => readConfig(env).endpoints.find(({ id }) => id === 'anthropic');
  expect(anthropic({ ANTHROPIC_USE_VERTEX: 'true', GOOGLE_SERVICE_KEY_FILE: file })).toMatchObject({
    format: 'anthropic-messages',
    baseUrl: 'https://us-east5-aiplatform.googleapis.com',
    key: null,
    ownKeys: false,
    keyNeeded: false,
    google: { vertex: { project: 'p-1', location: 'us-east5' } },
  });
  const elsewhere = { ANTHROPIC_USE_VERTEX: 'true', GOOGLE_SERVICE_KEY_FILE: file, ANTHROPIC_VERTEX_REGION: 'global' };
  expect(anthropic(elsewhere)?.baseUrl).toBe('https://aiplatform.googleapis.com');
  expect(() => anthropic({ ANTHROPIC_USE_VERTEX: 'true' })).toThrow(/GOOGLE_SERVICE_KEY_FILE/);
  expect(anthropic({})).toMatchObject({ promptCache: '5m' });
  expect(anthropic({ ANTHROPIC_PROMPT_CACHE: 'off' })).toMatchObject({ promptCache: 'off' });
});

test.each<[Record<string, string>, RegExp]>([
  [{ ANTHROPIC_PROMPT_CACHE: '2h' }, /ANTHROPIC_PROMPT_CACHE is "2h"; it takes one of 5m, 1h, off/],
  [{ GOOGLE_SERVICE_KEY_FILE: '/nowhere/at/all' }, /GOOGLE_SERVICE_KEY_FILE names \/nowhere\/at\/all, which cannot be read \(ENOENT\)/],
  [{ GOOGLE_SERVICE_KEY_FILE: '{"project_id":"p"}' }, /client_email, private_key is missing/],
  [{ GOOGLE_SERVICE_KEY: 'not json' }, /GOOGLE_SERVICE_KEY is not the key of a service account/],
  [{ GOOGLE_SERVICE_KEY: JSON.stringify({ ...key, token_uri: 'ftp://x' }) }, /token_uri is no address/],
  [{ GOOGLE_SERVICE_KEY: '{}', GOOGLE_SERVICE_KEY_FILE: file }, /both set/],
  [{ GOOGLE_LOC: 'eu/../west' }, /GOOGLE_LOC is "eu\/\.\.\/west"/],
  [{ GOOGLE_SAFETY_HARASSMENT: 'NEVER' }, /GOOGLE_SAFETY_HARASSMENT is "NEVER".*BLOCK_ONLY_HIGH/],
  [{ GOOGLE_BASE_URL: 'http://a', GOOGLE_REVERSE_PROXY: 'http://b' }, /keep one/],
])('refuses %o', (env, words) => {
  expect(() => readConfig(env)).toThrow(words);
});

test('never says what a key holds', () => {
  const broken = JSON.stringify({ ...key, client_email: '' });
  expect(() => readConfig({ GOOGLE_SERVICE_KEY: broken })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining('PRIVATE') }),
  );
});
