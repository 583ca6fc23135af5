import type { ApiKey } from '@parley/contracts';
import { limits } from '@parley/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { innerWorld, world, type Visitor, type World } from './world.ts';

let here: World;
let ada: Visitor;
let eve: Visitor;
beforeAll(async () => {
  here = await world();
  ada = await here.signUp('Ada');
  eve = await here.signUp('Eve');
});
afterAll(() => here[Symbol.asyncDispose]());

const codeOf = ({ body }: { readonly body: unknown }): string => (body as { error: { code: string } }).error.code;
const make = async (who: Visitor, more: object = {}): Promise<{ key: ApiKey; secret: string }> => {
  const made = await who.call('POST', '/api/api-keys', { body: { name: 'My script', scopes: ['chat.write'], ...more } });
  expect(made.status).toBe(201);
  return made.body as { key: ApiKey; secret: string };
};
const listed = async (who: Visitor): Promise<ApiKey[]> => ((await who.call('GET', '/api/api-keys')).body as { keys: ApiKey[] }).keys;

test('a key is made, its secret shown once, listed by its beginning, and revoked', async () => {
  const { key, secret } = await make(ada, { scopes: ['models.read', 'chat.write'], expiresInDays: 7 });
  expect(key).toMatchObject({ name: 'My script', scopes: ['models.read', 'chat.write'], lastUsedAt: null });
  expect(key.expiresAt! - key.createdAt).toBe(7 * 86_400_000);
  expect(secret.startsWith(key.prefix)).toBe(true);
  const all = await ada.call('GET', '/api/api-keys');
  expect((all.body as { keys: ApiKey[] }).keys).toContainEqual(key);
  expect(JSON.stringify(all.body)).not.toContain(secret);
  expect((await ada.call('DELETE', `/api/api-keys/${key.id}`)).status).toBe(204);
  expect(codeOf(await ada.call('DELETE', `/api/api-keys/${key.id}`))).toBe('api-key.not-found');
  expect((await listed(ada)).map(({ id }) => id)).not.toContain(key.id);
});

test('another person neither sees nor revokes it', async () => {
  const { key } = await make(ada);
  expect(await listed(eve)).toEqual([]);
  expect(codeOf(await eve.call('DELETE', `/api/api-keys/${key.id}`))).toBe('api-key.not-found');
  expect((await listed(ada)).map(({ id }) => id)).toContain(key.id);
});

test.each([
  [{ name: ' ' }],
  [{ name: 'x'.repeat(limits.nameCharacters + 1) }],
  [{ scopes: [] }],
  [{ scopes: ['everything'] }],
  [{ expiresInDays: 0 }],
  [{ expiresInDays: limits.apiKeyDays + 1 }],
  [{ expiresInDays: 1.5 }],
  [{ secret: 'parley_mine' }],
])('refuses to make one of %j', async (more) => {
  const answer = await ada.call('POST', '/api/api-keys', { body: { name: 'x', scopes: ['chat.write'], ...more } });
  expect([answer.status, codeOf(answer)]).toEqual([400, 'request.invalid']);
});

test('no key opens what people do, wherever it is put', async () => {
  const { secret } = await make(ada, { scopes: ['models.read', 'chat.write'] });
  for (const path of ['/api/account', '/api/api-keys', '/api/conversations', '/api/endpoints']) {
    const ways: Record<string, string>[] = [{ authorization: `Bearer ${secret}` }, { 'x-api-key': secret }, { cookie: `parley=${secret}` }];
    for (const headers of ways) expect((await here.call('GET', path, { headers })).status).toBe(401);
    expect((await here.call('GET', `${path}?api_key=${secret}`)).status).toBe(401);
  }
});

test('a person has no more than the limit, and who revokes one has room again', async () => {
  const maya = await here.signUp('Maya');
  let last: ApiKey | undefined;
  for (let count = 0; count < limits.apiKeysPerUser; count += 1) last = (await make(maya)).key;
  const refused = await maya.call('POST', '/api/api-keys', { body: { name: 'One more', scopes: ['chat.write'] } });
  expect([refused.status, codeOf(refused)]).toEqual([409, 'api-key.too-many']);
  await maya.call('DELETE', `/api/api-keys/${last!.id}`);
  await make(maya);
});

test('are kept over a change of the password and signing out everywhere, and end with a reset by the operator', async () => {
  await using inner = await innerWorld();
  const bob = await inner.signUp('Bob');
  const { key } = await make(bob);
  const next = 'another good password';
  expect((await bob.call('POST', '/api/account/password', { body: { current: bob.password, next } })).status).toBe(204);
  expect((await listed(bob)).map(({ id }) => id)).toEqual([key.id]);
  await bob.call('POST', '/api/auth/sign-out-everywhere');
  const again = async (password: string): Promise<string> =>
    ((await inner.call('POST', '/api/auth/sign-in', { body: { email: bob.email, password } })).body as { accessToken: string }).accessToken;
  const kept = await inner.call('GET', '/api/api-keys', { token: await again(next) });
  expect((kept.body as { keys: ApiKey[] }).keys).toHaveLength(1);
  const password = await inner.context.services.accounts.resetPassword(bob.email);
  const gone = await inner.call('GET', '/api/api-keys', { token: await again(password!) });
  expect((gone.body as { keys: ApiKey[] }).keys).toEqual([]);
});

test('where the operator wants none there are none, and the client is told', async () => {
  await using inner = await innerWorld({ env: { API_KEYS: 'false' } });
  const bob = await inner.signUp('Bob');
  expect((await inner.call('GET', '/api/config')).body).toMatchObject({ apiKeys: false });
  for (const [method, path] of [
    ['GET', '/api/api-keys'],
    ['DELETE', '/api/api-keys/01932f3e-8c2b-7a55-9d1e-3f6a2b7c4d10'],
  ] as const)
    expect(codeOf(await bob.call(method, path))).toBe('api-key.disabled');
  const refused = await bob.call('POST', '/api/api-keys', { body: { name: 'x', scopes: ['chat.write'] } });
  expect([refused.status, codeOf(refused)]).toEqual([403, 'api-key.disabled']);
});
