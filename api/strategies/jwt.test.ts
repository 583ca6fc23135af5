import { createHmac, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { limits } from '@parley/contracts';
import { createFakeClock } from '@parley/test-kit';
import { createJwtStrategy } from './jwt.ts';
import type { Actor } from './types.ts';

const secret = randomBytes(32);
const actor: Actor = { userId: 'u', sessionId: 's', role: 'member' };

const setUp = (): { clock: ReturnType<typeof createFakeClock>; jwt: ReturnType<typeof createJwtStrategy> } => {
  const clock = createFakeClock();
  return { clock, jwt: createJwtStrategy(secret, clock.now) };
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('proves who a token was given to, until it expires', async () => {
  const { clock, jwt } = setUp();
  const token = await jwt.issue(actor, clock.now());
  const expected = { actor, expiresAt: clock.now() + limits.accessTokenLifetime };
  expect(await jwt.authenticate(token)).toEqual(expected);
  expect(await jwt.authenticate(token)).toEqual(expected);
  clock.advance(limits.accessTokenLifetime);
  expect(await jwt.authenticate(token)).toBe('expired');
  expect(await jwt.authenticate(token)).toBe('expired');
  expect(await createJwtStrategy(secret, clock.now).authenticate(token)).toBe('expired');
});

test('refuses what another installation signed', async () => {
  const { clock, jwt } = setUp();
  expect(await jwt.authenticate(await createJwtStrategy(randomBytes(32), clock.now).issue(actor, clock.now()))).toBeNull();
});

test('refuses unsigned tokens and other algorithms, even with the right key', async () => {
  const { clock, jwt } = setUp();
  const seconds = Math.floor(clock.now() / 1_000);
  const claims = { sid: 's', role: 'administrator', iss: 'parley', aud: 'parley:api', sub: 'u', iat: seconds, exp: seconds + 60 };
  const signed = (header: object, hash = 'sha256'): string => {
    const head = `${encode(header)}.${encode(claims)}`;
    return `${head}.${createHmac(hash, secret).update(head).digest('base64url')}`;
  };
  expect(await jwt.authenticate(signed({ alg: 'HS256' }))).toMatchObject({ actor: { role: 'administrator' } });
  for (const token of [
    `${encode({ alg: 'none' })}.${encode(claims)}.`,
    `${encode({ alg: 'None' })}.${encode(claims)}.x`,
    signed({ alg: 'HS512' }, 'sha512'),
    signed({ alg: 'RS256' }),
    signed({ alg: 'HS256', crit: ['b64'], b64: false }),
  ]) {
    expect(await jwt.authenticate(token)).toBeNull();
  }
});

test.each([
  ['another audience', { aud: 'parley:realtime' }],
  ['another issuer', { iss: 'elsewhere' }],
  ['no session', { sid: undefined }],
  ['an unknown role', { role: 'owner' }],
  ['no subject', { sub: undefined }],
  ['no end', { exp: undefined }],
])('refuses a token with %s', async (_what, change) => {
  const { clock, jwt } = setUp();
  const seconds = Math.floor(clock.now() / 1_000);
  const claims = { sid: 's', role: 'member', iss: 'parley', aud: 'parley:api', sub: 'u', exp: seconds + 60, ...change };
  expect(await jwt.authenticate(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret))).toBeNull();
});

test.each(['', 'x', 'a.b', 'a.b.c', '..', `${'a'.repeat(4_000)}.b.c`, '{"$gt":""}', '\u0000'])(
  'refuses %j without a fuss',
  async (token) => {
    expect(await setUp().jwt.authenticate(token)).toBeNull();
  },
);
