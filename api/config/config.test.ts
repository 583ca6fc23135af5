import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from './config.ts';
import { ConfigError } from './read-env.ts';
import { loadSecrets } from './secrets.ts';

/** Gone when the test is. */
function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'parley-config-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('needs nothing: loopback, the demo, people bring keys for the rest', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ host: '127.0.0.1', port: 3080, loopback: true, insecure: false, secureCookies: false, trustedProxies: 0 });
  expect(config.endpoints.map(({ id, key, keyNeeded, ownKeys }) => [id, key, keyNeeded, ownKeys])).toEqual([
    ['openAI', null, true, true],
    ['anthropic', null, true, true],
    ['demo', null, false, false],
  ]);
});

test('reads endpoints under the names that operators know', () => {
  const [openAI, anthropic] = readConfig({
    OPENAI_API_KEY: 'sk-1',
    OPENAI_REVERSE_PROXY: 'http://127.0.0.1:9/v1/',
    OPENAI_MODELS: 'a, b,,a',
    ANTHROPIC_API_KEY: 'user_provided',
  }).endpoints;
  expect(openAI).toMatchObject({ key: 'sk-1', baseUrl: 'http://127.0.0.1:9/v1', models: ['a', 'b'], ownKeys: false });
  expect(anthropic).toMatchObject({ key: null, ownKeys: true, keyNeeded: true });
});

test('speaks the API of OpenAI that it is told to', () => {
  expect(readConfig({ OPENAI_API: 'responses' }).endpoints[0]).toMatchObject({ id: 'openAI', format: 'openai-responses' });
  expect(readConfig({}).endpoints[0]).toMatchObject({ id: 'openAI', format: 'openai-chat' });
  expect(() => readConfig({ OPENAI_API: 'both' })).toThrow(/OPENAI_API.*chat, responses/);
});

test('offers the other vendors to whoever asks for them, under the names that operators know', () => {
  const { endpoints } = readConfig({
    MISTRAL_API_KEY: 'm',
    XAI_API_KEY: 'user_provided',
    DEEPSEEK_BASE_URL: 'http://127.0.0.1:9/beta',
    GROQ_API_KEY: 'g',
    GROQ_MODELS: 'a',
    OPENROUTER_KEY: 'o',
    COHERE_API_KEY: 'c',
    PERPLEXITY_API_KEY: 'p',
    TOGETHERAI_API_KEY: 't',
    PARLEY_DEMO: 'false',
  });
  expect(
    endpoints.slice(2).map(({ id, key, keyNeeded, ownKeys, baseUrl, models }) => [id, key, keyNeeded, ownKeys, baseUrl, models]),
  ).toEqual([
    ['mistral', 'm', true, false, 'https://api.mistral.ai/v1', null],
    ['xai', null, true, true, 'https://api.x.ai/v1', null],
    ['deepseek', null, false, true, 'http://127.0.0.1:9/beta', null],
    ['groq', 'g', true, false, 'https://api.groq.com/openai/v1', ['a']],
    ['openrouter', 'o', true, false, 'https://openrouter.ai/api/v1', null],
    ['cohere', 'c', true, false, 'https://api.cohere.com', null],
    ['perplexity', 'p', true, false, 'https://api.perplexity.ai', ['sonar', 'sonar-pro', 'sonar-reasoning-pro', 'sonar-deep-research']],
    ['together', 't', true, false, 'https://api.together.xyz/v1', null],
  ]);
  expect(readConfig({ OPENROUTER_API_KEY: 'a', TOGETHER_API_KEY: 'b' }).endpoints.map(({ id, key }) => `${id} ${key}`)).toContain(
    'together b',
  );
});

test.each([
  [{ PORT: '70000' }, /PORT.*70000.*0 to 65535/],
  [{ PORT: '3080x' }, /PORT/],
  [{ ALLOW_REGISTRATION: 'maybe' }, /ALLOW_REGISTRATION.*true or false/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL.*debug, info, warn, error, silent/],
  [{ OPENAI_BASE_URL: 'ftp://x' }, /OPENAI_BASE_URL.*http/],
  [{ HOST: '0.0.0.0' }, /HOST=0\.0\.0\.0.*DOMAIN_SERVER.*ALLOW_INSECURE_HTTP/],
  [{ MONGO_URI: 'postgres://x' }, /MONGO_URI.*mongodb:/],
  [{ MONGO_URI: 'mongodb://x', REDIS_URI: 'redis://a,redis://b' }, /REDIS_URI names several.*USE_REDIS_CLUSTER/],
  [{ FILES_STORE: 's3' }, /AWS_BUCKET_NAME/],
  [{ CACHE_STORE: 'redis' }, /CACHE_STORE.*REDIS_URI is not set/],
  [{ DOMAIN_SERVER: 'http://chat.example.org' }, /DOMAIN_SERVER=http:.*plain text/],
  [{ PARLEY_DEM: 'on' }, /PARLEY_DEM .*did you mean PARLEY_DEMO/],
  [{ REDIS_URI: 'redis://x' }, /REDIS_URI.*without MONGO_URI/],
  [{ MONGO_URI: 'mongodb://x', REDIS_URI: 'http://x' }, /REDIS_URI.*redis:/],
  [{ TRUST_PROXY: 'true' }, /TRUST_PROXY.*whole number from 0 to 16/],
  [{ OPENAI_BASE_URL: 'http://a/v1', OPENAI_REVERSE_PROXY: 'http://b/v1' }, /OPENAI_BASE_URL and OPENAI_REVERSE_PROXY.*keep one/],
  [{ OPENROUTER_KEY: 'a', OPENROUTER_API_KEY: 'b' }, /OPENROUTER_API_KEY and OPENROUTER_KEY.*keep one/],
  [{ OPENAI_API_KEY: 'a', OPENAI_API_KEY_FILE: '/b' }, /both/],
  [{ OPENAI_API_KEY_FILE: '/nowhere/at/all' }, /cannot be read \(ENOENT\)/],
])('refuses %o', (env, words) => {
  expect(() => readConfig(env as unknown as Record<string, string>)).toThrow(ConfigError);
  expect(() => readConfig(env as unknown as Record<string, string>)).toThrow(words);
});

test('lets a home network in over plain http when it is told to, and says so', () => {
  expect(readConfig({ HOST: '0.0.0.0', ALLOW_INSECURE_HTTP: 'true' })).toMatchObject({ insecure: true, secureCookies: false });
  expect(readConfig({ HOST: '0.0.0.0', DOMAIN_SERVER: 'https://chat.example.org/' })).toMatchObject({
    insecure: false,
    secureCookies: true,
    domain: 'https://chat.example.org',
  });
});

test('knows when only this machine is meant to come', () => {
  expect(readConfig({}).localOnly).toBe(true);
  expect(readConfig({ HOST: 'localhost', DOMAIN_SERVER: 'http://localhost:3080' }).localOnly).toBe(true);
  expect(readConfig({ DOMAIN_SERVER: 'https://chat.example.org', TRUST_PROXY: '1' }).localOnly).toBe(false);
  expect(readConfig({ ALLOW_INSECURE_HTTP: 'true' })).toMatchObject({ localOnly: false, insecure: true });
  expect(readConfig({ HOST: '0.0.0.0', DOMAIN_SERVER: 'https://chat.example.org' }).localOnly).toBe(false);
});

test('leaves names that belong to others alone', () => {
  expect(
    readConfig({ HOSTNAME: 'box', HOME: '/', npm_config_registry: 'x', NODE_VERSION: '24', PARLEY_SOMETHING_ELSE: '1', DATA_DIRS: '' })
      .warnings,
  ).toEqual([]);
});

test('takes a secret from a file', () => {
  const file = path.join(folder(), 'key');
  writeFileSync(file, 'sk-from-file\n');
  expect(readConfig({ OPENAI_API_KEY_FILE: file }).endpoints[0]?.key).toBe('sk-from-file');
});

test('notices a misspelt name', () => {
  expect(readConfig({ OPENAI_MODEL: 'x' }).warnings).toEqual(['OPENAI_MODEL is set but unknown; did you mean OPENAI_MODELS?']);
});

test('makes secrets once, for nobody else to read, and keeps them', () => {
  const config = readConfig({ DATA_DIR: folder() });
  const first = loadSecrets(config);
  expect([first.jwt.length, first.credentials.length]).toEqual([64, 32]);
  expect(loadSecrets(config)).toEqual(first);
  expect(statSync(path.join(config.dataDir, 'jwt.secret')).mode & 0o777).toBe(0o600);
  expect(statSync(config.dataDir).mode & 0o777).toBe(0o700);
  rmSync(config.dataDir, { recursive: true });
});

test('refuses secrets that are short, malformed or published', () => {
  const withSecrets = (env: Record<string, string>) => () => loadSecrets(readConfig({ DATA_DIR: folder(), ...env }));
  expect(withSecrets({ JWT_SECRET: 'short' })).toThrow(/JWT_SECRET is too short/);
  expect(withSecrets({ CREDS_KEY: 'x'.repeat(64) })).toThrow(/CREDS_KEY.*64 hexadecimal/);
  expect(withSecrets({ JWT_SECRET: '16f8c0ef4a5d391b26034086c628469d3f9f497f08163ab9b40137092f2909ef' })).toThrow(/published example/);
});

test('names the file when a kept secret is damaged', () => {
  const config = readConfig({ DATA_DIR: folder() });
  writeFileSync(path.join(config.dataDir, 'credentials.secret'), '');
  expect(() => loadSecrets(config)).toThrow(/credentials\.secret in DATA_DIR/);
  rmSync(config.dataDir, { recursive: true });
});
