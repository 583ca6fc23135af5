import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { world, type World } from './world.ts';

let here: World;
beforeAll(async () => {
  here = await world();
});
afterAll(() => here[Symbol.asyncDispose]());

const code = (answer: { body: unknown }): string | undefined => (answer.body as { error?: { code: string } } | undefined)?.error?.code;
const cookieOf = (answer: { headers: Headers }): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const refreshWith = (cookie: string): ReturnType<World['call']> => here.call('POST', '/api/auth/refresh', { headers: { cookie } });

describe('registering', () => {
  test('makes the first account an administrator and later ones members', async () => {
    const [first, second] = [await here.signUp('First'), await here.signUp('Second')];
    expect(first.grant.account.role).toBe('administrator');
    expect(second.grant.account.role).toBe('member');
  });

  test('answers a taken address exactly like a free one, and changes nothing', async () => {
    const someone = await here.signUp();
    const again = await here.call('POST', '/api/auth/register', {
      body: { name: 'Mallory', email: someone.email.toUpperCase(), password: 'another password' },
    });
    expect([again.status, again.body]).toEqual([202, undefined]);
    const signIn = await here.call('POST', '/api/auth/sign-in', { body: { email: someone.email, password: 'another password' } });
    expect(code(signIn)).toBe('auth.invalid-credentials');
  });

  test('refuses fields that would give rights', async () => {
    for (const extra of [{ role: 'administrator' }, { userId: 'x' }, { constructor: {} }, { createdAt: 1 }]) {
      const answer = await here.call('POST', '/api/auth/register', {
        body: { name: 'A', email: 'b@example.org', password: 'long enough', ...extra },
      });
      expect([answer.status, code(answer)]).toEqual([400, 'request.invalid']);
    }
    const raw = '{"name":"A","email":"b@example.org","password":"long enough","__proto__":{"role":"administrator"}}';
    expect(code(await here.call('POST', '/api/auth/register', { raw }))).toBe('request.invalid');
  });

  test('off loopback the first account needs the code of the start line, once', async () => {
    await using closed = await world({ needsCode: true, env: { ALLOW_REGISTRATION: 'false' } });
    const body = { name: 'A', email: 'a@example.org', password: 'long enough' };
    expect(code(await closed.call('POST', '/api/auth/register', { body }))).toBe('auth.code-refused');
    expect(code(await closed.call('POST', '/api/auth/register', { body: { ...body, code: 'wrong' } }))).toBe('auth.code-refused');
    const race = await Promise.all(
      ['b', 'c', 'd'].map((name) =>
        closed.call('POST', '/api/auth/register', { body: { ...body, email: `${name}@example.org`, code: closed.firstCode } }),
      ),
    );
    expect(race.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(code(await closed.call('POST', '/api/auth/register', { body: { ...body, code: closed.firstCode } }))).toBe(
      'auth.registration-closed',
    );
  });
});

describe('signing in', () => {
  test('refuses unknown addresses and wrong passwords with the same words', async () => {
    const someone = await here.signUp();
    const plain = async (email: string): Promise<unknown> => {
      const { status, body } = await here.call('POST', '/api/auth/sign-in', { body: { email, password: 'not the password' } });
      return [status, JSON.stringify(body).replace(/"requestId":"[^"]+"/, '')];
    };
    expect(await plain('nobody@example.org')).toEqual(await plain(someone.email));
  });

  test('pauses an address of mail after its tries, whatever X-Forwarded-For says, and leaves neighbours alone', async () => {
    await using strict = await world({ env: { LOGIN_MAX: '4', RATE_LIMITS: 'on' } });
    const victim = await strict.signUp();
    const neighbour = await strict.signUp();
    const attempt = (password: string, forwarded: string): ReturnType<World['call']> =>
      strict.call('POST', '/api/auth/sign-in', { body: { email: victim.email, password }, headers: { 'x-forwarded-for': forwarded } });
    for (let round = 0; round < 4; round += 1) expect((await attempt('wrong', `10.0.0.${round}`)).status).toBe(401);
    const paused = await attempt(victim.password, '10.9.9.9');
    expect([paused.status, code(paused)]).toEqual([429, 'auth.throttled']);
    expect(Number(paused.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await strict.call('POST', '/api/auth/sign-in', { body: { email: neighbour.email, password: neighbour.password } });
    expect(other.status).toBe(200);
  });

  test('sets a cookie that scripts and other sites cannot use', async () => {
    const someone = await here.signUp();
    const answer = await here.call('POST', '/api/auth/sign-in', { body: { email: someone.email, password: someone.password } });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^parley=[\w-]+; .*Path=\/; .*HttpOnly; SameSite=Strict$/);
    await using secure = await world({ env: { DOMAIN_SERVER: 'https://chat.example.org' } });
    const code = secure.firstCode === null ? {} : { code: secure.firstCode };
    await secure.call('POST', '/api/auth/register', { body: { name: 'A', email: 'a@example.org', password: 'long enough', ...code } });
    const over = await secure.call('POST', '/api/auth/sign-in', { body: { email: 'a@example.org', password: 'long enough' } });
    expect(over.headers.getSetCookie()[0]).toMatch(/^__Host-parley=.*HttpOnly; Secure; SameSite=Strict$/);
    expect(over.headers.get('strict-transport-security')).toContain('max-age');
  });

  test('works over plain http on a home network, when that was allowed', async () => {
    await using home = await world({ env: { HOST: '0.0.0.0', ALLOW_INSECURE_HTTP: 'true' } });
    const { email, password } = await home.signUp();
    const lan = { origin: home.url };
    const signIn = await home.call('POST', '/api/auth/sign-in', { body: { email, password }, headers: lan });
    expect(signIn.headers.getSetCookie()[0]).toMatch(/^parley=[\w-]+; (?!.*Secure)/);
    expect((await home.call('POST', '/api/auth/refresh', { headers: { ...lan, cookie: cookieOf(signIn) } })).status).toBe(200);
    expect((await home.call('GET', '/api/config')).body).toMatchObject({ insecure: true });
  });

  test('refuses pages of other origins', async () => {
    const someone = await here.signUp();
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      const signIn = await here.call('POST', '/api/auth/sign-in', {
        body: { email: someone.email, password: someone.password },
        headers: { origin },
      });
      expect(code(signIn)).toBe('request.origin-refused');
      const refresh = await here.call('POST', '/api/auth/refresh', { headers: { origin, cookie: someone.cookie } });
      expect(code(refresh)).toBe('request.origin-refused');
      expect(refresh.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe('the time an answer takes tells nobody who has an account', () => {
  const quantile = (values: readonly number[], part: number): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]!;
  const apart = (times: readonly [number[], number[]], part: number): number =>
    Math.abs(quantile(times[0], part) / quantile(times[1], part) - 1);

  /**
   * How far two kinds of calls are apart, taken in turns and in changing order, so that whatever else the machine does meets both alike. Goes on
   * until their medians, or their fast quarters, are within 10 %: noise fades with numbers and only ever adds, a true difference stays in both.
   */
  async function difference(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<number> {
    const times: [number[], number[]] = [[], []];
    const measure = async (into: number[], call: () => Promise<unknown>): Promise<void> => {
      const from = performance.now();
      await call();
      into.push(performance.now() - from);
    };
    let found = 1;
    const giveUp = performance.now() + 60_000;
    for (let round = 1; performance.now() < giveUp; round += 1) {
      if (round % 2 === 0) await measure(times[0], one);
      await measure(times[1], other);
      if (round % 2 === 1) await measure(times[0], one);
      found = Math.min(apart(times, 0.5), apart(times, 0.25));
      if (round >= 15 && found < 0.1) break;
    }
    return found;
  }

  test('signing in', { timeout: 90_000 }, async () => {
    const someone = await here.signUp();
    let stranger = 0;
    const attempt = (email: string): Promise<unknown> => here.call('POST', '/api/auth/sign-in', { body: { email, password: 'wrong' } });
    const found = await difference(
      () => attempt(someone.email),
      () => attempt(`nobody-${(stranger += 1)}@example.org`),
    );
    expect(found).toBeLessThan(0.1);
  });

  test('registering', { timeout: 90_000 }, async () => {
    const someone = await here.signUp();
    let stranger = 0;
    const attempt = (email: string): Promise<unknown> =>
      here.call('POST', '/api/auth/register', { body: { name: 'A', email, password: 'long enough' } });
    const found = await difference(
      () => attempt(someone.email),
      () => attempt(`new-${(stranger += 1)}@example.org`),
    );
    expect(found).toBeLessThan(0.1);
  });
});

describe('refreshing', () => {
  test('two tabs that refresh together both stay signed in', async () => {
    const { cookie } = await here.signUp();
    const [one, two] = await Promise.all([refreshWith(cookie), refreshWith(cookie)]);
    expect([one!.status, two!.status]).toEqual([200, 200]);
    const next = [cookieOf(one!), cookieOf(two!)];
    const after = await Promise.all(next.map(refreshWith));
    expect(after.map(({ status }) => status)).toContain(200);
  });

  test('an answer that was lost can be asked for again', async () => {
    const { cookie } = await here.signUp();
    await refreshWith(cookie);
    const again = await refreshWith(cookie);
    expect(again.status).toBe(200);
    expect((await refreshWith(cookieOf(again))).status).toBe(200);
  });

  test('whichever of two answers reaches the browser last is the cookie that stays', async () => {
    for (const kept of [0, 1]) {
      const { cookie } = await here.signUp();
      const answers = await Promise.all([refreshWith(cookie), refreshWith(cookie)]);
      expect((await refreshWith(cookieOf(answers[kept]!))).status).toBe(200);
    }
  });

  test('a token that was rotated away and used ends the whole session', async () => {
    const someone = await here.signUp();
    const second = cookieOf(await refreshWith(someone.cookie));
    const third = cookieOf(await refreshWith(second));
    expect((await refreshWith(someone.cookie)).status).toBe(401);
    expect((await refreshWith(third)).status).toBe(401);
    await expect.poll(async () => (await someone.call('GET', '/api/account')).status, { timeout: 6_000 }).toBe(401);
  });

  test('rubbish in the cookie is refused', async () => {
    for (const cookie of ['', 'parley=', 'parley=x', `parley=${'a'.repeat(5_000)}`, 'parley=../../etc', 'parley=%00']) {
      expect(code(await refreshWith(cookie))).toBe('auth.refresh-refused');
    }
  });
});

describe('sessions', () => {
  test('are listed, ended one by one, and ended everywhere', async () => {
    const someone = await here.signUp();
    const second = await here.call('POST', '/api/auth/sign-in', { body: { email: someone.email, password: someone.password } });
    const secondToken = (second.body as { accessToken: string }).accessToken;
    const listed = (await someone.call('GET', '/api/auth/sessions')).body as { sessions: { id: string; current: boolean }[] };
    expect(listed.sessions.filter(({ current }) => current)).toHaveLength(1);
    const other = listed.sessions.find(({ current }) => !current)!;
    expect((await someone.call('DELETE', `/api/auth/sessions/${other.id}`)).status).toBe(204);
    expect(code(await someone.call('DELETE', `/api/auth/sessions/${other.id}`))).toBe('session.not-found');
    await expect
      .poll(async () => code(await here.call('GET', '/api/account', { token: secondToken })), { timeout: 6_000 })
      .toBe('auth.session-revoked');
    expect((await someone.call('POST', '/api/auth/sign-out-everywhere')).status).toBe(204);
    await expect.poll(async () => code(await someone.call('GET', '/api/account')), { timeout: 6_000 }).toBe('auth.session-revoked');
    expect((await refreshWith(someone.cookie)).status).toBe(401);
  });

  test('signing out ends the session of the cookie and succeeds without one', async () => {
    const someone = await here.signUp();
    expect((await here.call('POST', '/api/auth/sign-out', { headers: { cookie: someone.cookie } })).status).toBe(204);
    expect((await refreshWith(someone.cookie)).status).toBe(401);
    expect((await here.call('POST', '/api/auth/sign-out')).status).toBe(204);
  });

  test('changing the password ends the others and needs the current one', async () => {
    const someone = await here.signUp();
    const other = await here.call('POST', '/api/auth/sign-in', { body: { email: someone.email, password: someone.password } });
    const wrong = await someone.call('POST', '/api/account/password', { body: { current: 'wrong', next: 'a new password' } });
    expect(code(wrong)).toBe('account.password-refused');
    expect(
      (await someone.call('POST', '/api/account/password', { body: { current: someone.password, next: 'a new password' } })).status,
    ).toBe(204);
    expect((await refreshWith(cookieOf(other))).status).toBe(401);
    expect((await someone.call('GET', '/api/account')).status).toBe(200);
  });

  test('tokens of another kind, altered or unsigned, are refused', async () => {
    const { token } = await here.signUp();
    const [head, body, signature] = token.split('.') as [string, string, string];
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const bad of [`${none}.${body}.`, `${head}.${body}.${signature.slice(0, -2)}AA`, `${head}.${body}`, 'x', `${token}x`]) {
      expect((await here.call('GET', '/api/account', { token: bad })).status).toBe(401);
    }
    expect((await here.call('GET', '/api/account', { headers: { cookie: `parley=${token}` } })).status).toBe(401);
    expect((await here.call('GET', `/api/account?token=${token}`)).status).toBe(401);
  });
});
