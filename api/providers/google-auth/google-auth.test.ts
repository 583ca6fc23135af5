import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEgress } from '../../egress/create-egress.ts';
import type { GoogleTokens, ServiceAccount } from '../port.ts';
import { createGoogleTokens } from './create-google-tokens.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}
const given = (count: number): Answer => ({
  body: JSON.stringify({ access_token: `token-${count}`, expires_in: 3_600, token_type: 'Bearer' }),
});

let asked: URLSearchParams[] = [];
let answer: (count: number) => Answer = given;
let delayMs = 0;
let clock = Date.now();
let account: ServiceAccount;
let tokens: GoogleTokens;
const server = createServer((message, response) => {
  let text = '';
  message.on('data', (chunk: Buffer) => (text += chunk.toString()));
  message.on('end', () => {
    asked.push(new URLSearchParams(text));
    const { status = 200, headers = {}, body } = answer(asked.length);
    setTimeout(() => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body), delayMs);
  });
});
let egress: ReturnType<typeof createEgress>;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  egress = createEgress({ allow: [`127.0.0.1:${port}`] });
  account = {
    email: 'parley@p.iam.gserviceaccount.com',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keyId: 'k1',
    tokenUrl: `http://127.0.0.1:${port}/token`,
  };
});
afterAll(async () => {
  await egress[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  answer = given;
  delayMs = 0;
  clock = Date.now();
  tokens = createGoogleTokens({ egress, now: () => clock });
});
const never = new AbortController().signal;
const refused = (given: ServiceAccount): Promise<unknown> => tokens(given, never).catch((error: unknown) => error);

test('asks with words that the account signed', async () => {
  expect(await tokens(account, never)).toBe('token-1');
  expect(asked[0]?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
  const { payload, protectedHeader } = await jwtVerify(asked[0]?.get('assertion') ?? '', publicKey);
  expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'k1' });
  expect(payload).toMatchObject({
    iss: account.email,
    aud: account.tokenUrl,
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    exp: Math.floor(clock / 1_000) + 3_600,
  });
});

test('keeps a token until five minutes before its end', async () => {
  await tokens(account, never);
  clock += 3_299_000;
  expect(await tokens(account, never)).toBe('token-1');
  clock += 2_000;
  expect(await tokens(account, never)).toBe('token-2');
  expect(asked).toHaveLength(2);
});

test('does not ask anew for every request when tokens are short-lived', async () => {
  answer = (count) => ({ body: JSON.stringify({ access_token: `t${count}`, expires_in: 60 }) });
  await tokens(account, never);
  clock += 29_000;
  expect(await tokens(account, never)).toBe('t1');
  clock += 2_000;
  expect(await tokens(account, never)).toBe('t2');
});

test('asks once for all who wait, and one who leaves takes nobody along', async () => {
  delayMs = 50;
  const control = new AbortController();
  const leaving = tokens(account, control.signal);
  const staying = Array.from({ length: 50 }, () => tokens(account, never));
  control.abort(new Error('left'));
  await expect(leaving).rejects.toThrow('left');
  expect(new Set(await Promise.all(staying))).toEqual(new Set(['token-1']));
  expect(asked).toHaveLength(1);
});

test('keeps accounts apart', async () => {
  await tokens(account, never);
  expect(await tokens({ ...account, email: 'other@p.iam.gserviceaccount.com' }, never)).toBe('token-2');
  expect(await tokens(account, never)).toBe('token-1');
});

test.each<[string, Answer, object, RegExp]>([
  [
    'a wrong key',
    { status: 400, body: '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}' },
    { code: 'provider.key-refused', status: 400 },
    /^Google gave no token for parley@p\.iam\.gserviceaccount\.com: Invalid JWT Signature\.$/,
  ],
  [
    'a busy server',
    { status: 429, headers: { 'retry-after': '7' }, body: '' },
    { code: 'provider.rate-limited', retryAfter: 7 },
    /no words/,
  ],
  ['a broken server', { status: 500, body: '<html><body>Oops</body></html>' }, { code: 'provider.failed' }, /Oops/],
  ['an answer that is no token', { body: '{"hello":1}' }, { code: 'provider.bad-answer' }, /hello/],
])('says what is wrong at %s, and asks again the next time', async (_, refusal, expected, words) => {
  answer = () => refusal;
  const error = await refused(account);
  expect(error).toMatchObject({ name: 'ProviderError', ...expected });
  expect((error as Error).message).toMatch(words);
  answer = given;
  expect(await tokens(account, never)).toBe('token-2');
});

test('says when nobody answers, and when the private key is none', async () => {
  expect(await refused({ ...account, tokenUrl: 'http://127.0.0.1:1/' })).toMatchObject({ name: 'ProviderError' });
  expect(await refused({ ...account, privateKey: 'none' })).toMatchObject({
    code: 'provider.key-refused',
    message: 'The private key of the service account cannot be read.',
  });
});
