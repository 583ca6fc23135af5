import { expect, test } from 'vitest';
import { limits } from '@parley/contracts';
import { createFakeClock } from '@parley/test-kit';
import { bearerToken, createAuthenticator } from './authenticate.ts';

function setUp() {
  const clock = createFakeClock();
  const ended = new Set<string>();
  const asked: string[] = [];
  const authenticator = createAuthenticator({
    verifyToken: async (token) =>
      token === 'old' ? 'expired' : token === 'good' ? { actor: { userId: 'u', sessionId: 's', role: 'member' }, expiresAt: 1 } : null,
    sessionAlive: async (id) => {
      asked.push(id);
      return !ended.has(id);
    },
    now: clock.now,
  });
  return { clock, ended, asked, authenticator };
}

test('says why a token is refused', async () => {
  const { authenticator, ended } = setUp();
  const codeOf = (token: string | null): Promise<unknown> =>
    authenticator.authenticate(token).catch((error: { code: unknown }) => error.code);
  expect(await codeOf(null)).toBe('auth.required');
  expect(await codeOf('bad')).toBe('auth.required');
  expect(await codeOf('old')).toBe('auth.expired');
  ended.add('s');
  expect(await codeOf('good')).toBe('auth.session-revoked');
});

test('asks for a session once in five seconds, and believes its end for no longer', async () => {
  const { authenticator, asked, ended, clock } = setUp();
  await authenticator.authenticate('good');
  ended.add('s');
  clock.advance(limits.sessionRecheckEvery - 1);
  await authenticator.authenticate('good');
  expect(asked).toHaveLength(1);
  clock.advance(1);
  await expect(authenticator.authenticate('good')).rejects.toMatchObject({ code: 'auth.session-revoked' });
});

test('forgets a session that has just ended here', async () => {
  const { authenticator, ended } = setUp();
  await authenticator.authenticate('good');
  ended.add('s');
  authenticator.forget('s');
  await expect(authenticator.authenticate('good')).rejects.toMatchObject({ code: 'auth.session-revoked' });
});

test('takes a bearer token as RFC 6750 writes it, and nothing else', () => {
  expect(bearerToken('Bearer a.b-c_d~e+f/g==')).toBe('a.b-c_d~e+f/g==');
  expect(bearerToken('bearer x')).toBe('x');
  for (const header of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Basic YTpi',
    'Bearer {"$gt":""}',
    `Bearer ${'a'.repeat(5_000)}`,
  ]) {
    expect(bearerToken(header)).toBeNull();
  }
});
