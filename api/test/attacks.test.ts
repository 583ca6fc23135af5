import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allRoutes, type RouteDeclaration } from '@parley/contracts';
import { uuidv7 } from '@parley/chat-core';
import { properBodies, properQueries } from './proper-bodies.ts';
import { world, type Answer, type Visitor, type World } from './world.ts';

/** Attacks that happened to systems of this class, by their numbers in the threat list. */
let here: World;
let anna: Visitor;
beforeAll(async () => {
  here = await world();
  anna = await here.signUp();
});
afterAll(() => here[Symbol.asyncDispose]());

const errorOf = (answer: Answer): { code?: string; params?: Record<string, unknown> } =>
  (answer.body as { error?: { code: string; params?: Record<string, unknown> } } | undefined)?.error ?? {};
const place = (route: RouteDeclaration): string => `/api${route.path.replaceAll(/:\w+/g, () => uuidv7())}`;
const writing = allRoutes.filter(({ body }) => body !== undefined);

test.each(writing.map((route) => [route.id, route] as const))('4: %s takes no field that would give rights', async (id, route) => {
  const before = (await anna.call('GET', '/api/account')).body;
  for (const field of ['userId', '_id', 'role', 'tenantId', 'createdAt', 'ownerId', '__proto__', 'constructor', 'prototype']) {
    const body = JSON.stringify(properBodies[id]!()).replace(/^\{/, `{${JSON.stringify(field)}:"administrator",`);
    const answer = await anna.call(route.method.toUpperCase(), `${place(route)}${properQueries[id] ?? ''}`, { raw: body });
    expect([field, answer.status, errorOf(answer).code, errorOf(answer).params?.['reason']]).toEqual([
      field,
      400,
      'request.invalid',
      'unknown field',
    ]);
  }
  expect((await anna.call('GET', '/api/account')).body).toEqual(before);
});

test('5: nobody promotes themselves', async () => {
  const member = await here.signUp('Mallory');
  for (const extra of [{ role: 'administrator' }, { balance: 1 }, { emailVerified: true }, { email: 'other@example.org' }]) {
    expect((await member.call('PATCH', '/api/account', { body: { name: 'M', ...extra } })).status).toBe(400);
  }
  expect((await member.call('GET', '/api/account')).body).toMatchObject({ role: 'member', name: 'Mallory', email: member.email });
});

test('15: an ended session is over everywhere at once', async () => {
  const someone = await here.signUp();
  await someone.call('POST', '/api/auth/sign-out-everywhere');
  expect(errorOf(await someone.call('GET', '/api/account')).code).toBe('auth.session-revoked');
  expect((await here.call('POST', '/api/auth/refresh', { headers: { cookie: someone.cookie } })).status).toBe(401);
  const stream = await here.call('POST', '/api/realtime/stream', {
    body: { type: 'hello', protocol: 1, token: someone.token, topics: [{ topic: 'user', cursor: 0 }] },
  });
  expect(stream.status).toBe(401);
});

test('17: what anyone may read names no key, no host of ours and nobody', async () => {
  await using open = await world({
    env: {
      OPENAI_API_KEY: 'sk-secret-1',
      OPENAI_BASE_URL: 'http://models.internal:9/v1',
      CREDS_KEY: 'ab'.repeat(32),
      JWT_SECRET: 'cd'.repeat(32),
    },
  });
  const someone = await open.signUp('Hidden Name');
  const paths = allRoutes.filter(({ policy, method }) => policy === 'public' && method === 'get').map(({ path }) => `/api${path}`);
  const said = await Promise.all(paths.map(async (path) => JSON.stringify((await open.call('GET', path)).body)));
  for (const text of said) {
    for (const secret of ['sk-secret', 'models.internal', 'abab', 'cdcd', someone.email, 'Hidden Name', open.dataDir])
      expect(text).not.toContain(secret);
  }
  for (const path of [
    '/metrics',
    '/debug',
    '/api/debug',
    '/api/metrics',
    '/api/users',
    '/api/admin',
    '/.env',
    '/api/.env',
    '/setup',
    '/api/setup',
  ]) {
    const { status, body } = await open.call('GET', path);
    // A server that has its client built answers with the application, whatever the path.
    const isClient = status === 200 && typeof body === 'string' && body.includes('id="root"');
    expect([path, status, isClient || [401, 404, 503].includes(status)]).toEqual([path, status, true]);
  }
});

describe('24: rotating X-Forwarded-For', () => {
  const wrongTry = (there: World, email: string, forwarded: string): Promise<Answer> =>
    there.call('POST', '/api/auth/sign-in', { body: { email, password: 'wrong' }, headers: { 'x-forwarded-for': forwarded } });

  test.each([
    ['0', (round: number) => `10.0.${round}.1`, 4],
    // One trusted proxy wrote the last address; all before it are the caller's own invention.
    ['1', (round: number) => `10.0.${round}.1, 203.0.113.7`, 4],
    ['2', (round: number) => `10.0.${round}.1, 203.0.113.7, 10.9.9.9`, 4],
    // Truly different callers behind one proxy are counted apart.
    ['1', (round: number) => `203.0.113.${round}`, 12],
  ])('with TRUST_PROXY=%s', async (TRUST_PROXY, forwarded, allowed) => {
    await using strict = await world({ env: { LOGIN_MAX: '4', TRUST_PROXY } });
    const answers: number[] = [];
    for (let round = 0; round < 12; round += 1) answers.push((await wrongTry(strict, 'a@example.org', forwarded(round))).status);
    expect(answers.filter((status) => status === 401)).toHaveLength(allowed);
    expect(answers.filter((status) => status === 429)).toHaveLength(12 - allowed);
  });

  test('what a session remembers is the true address', async () => {
    await using plain = await world();
    const someone = await plain.signUp();
    await plain.call('POST', '/api/auth/sign-in', {
      body: { email: someone.email, password: someone.password },
      headers: { 'x-forwarded-for': '6.6.6.6', forwarded: 'for=6.6.6.6', 'x-real-ip': '6.6.6.6' },
    });
    const { sessions } = (await someone.call('GET', '/api/auth/sessions')).body as { sessions: { address: string }[] };
    expect(new Set(sessions.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  test('budgets of calls say when to come back', async () => {
    await using limited = await world({ env: { RATE_LIMITS: 'on' } });
    const statuses = new Map<number, Answer>();
    for (let burst = 0; burst < 40 && !statuses.has(429); burst += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => limited.call('POST', '/api/auth/sign-in', { body: {} })));
      for (const answer of answers) statuses.set(answer.status, answer);
    }
    expect([...statuses.keys()].toSorted((a, b) => a - b)).toEqual([400, 429]);
    const refusal = statuses.get(429)!;
    expect([errorOf(refusal).code, Number(refusal.headers.get('retry-after')) > 0]).toEqual(['request.rate-limited', true]);
  });
});

describe('29: other origins', () => {
  test('no answer lets a foreign page read it, whatever it claims', async () => {
    for (const origin of ['https://evil.example', 'null', here.url]) {
      for (const method of ['GET', 'OPTIONS', 'POST']) {
        const { headers } = await here.call(method, '/api/account', {
          headers: { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' },
        });
        const allowing = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
        expect([origin, method, allowing]).toEqual([origin, method, []]);
      }
    }
  });

  test('a form, which cannot say application/json, signs nobody in or out', async () => {
    const someone = await here.signUp();
    for (const path of ['/api/auth/sign-in', '/api/auth/sign-out', '/api/auth/refresh']) {
      const answer = await here.call('POST', path, {
        raw: 'email=a&password=b',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example', cookie: someone.cookie },
      });
      expect([path, errorOf(answer).code]).toEqual([path, 'request.origin-refused']);
    }
    expect((await someone.call('GET', '/api/account')).status).toBe(200);
  });

  test('headers that name another host change nothing', async () => {
    const someone = await here.signUp();
    const spoofed = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example;proto=https' };
    const answer = await here.call('POST', '/api/auth/sign-in', {
      body: { email: someone.email, password: someone.password },
      headers: { ...spoofed, origin: 'https://evil.example' },
    });
    expect(errorOf(answer).code).toBe('request.origin-refused');
    expect((await here.call('POST', '/api/auth/refresh', { headers: { ...spoofed, cookie: someone.cookie } })).status).toBe(200);
  });
});

test('46: what a caller says is not repeated as markup, nor in a header, nor in the log', async () => {
  await using watched = await world();
  const hostile = '<script>alert(1)</script>';
  const headers = { 'user-agent': hostile, referer: hostile, 'accept-language': hostile, 'x-request-id': hostile };
  for (const path of [`/api/${hostile}`, `/${hostile}.js`, `/api/config?${hostile}=${hostile}`, `/api/conversations/${hostile}`]) {
    const answer = await watched.call('GET', path, { headers });
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{12}$/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    if (typeof answer.body === 'string') expect(answer.body).not.toContain(hostile);
    else expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  }
  expect(watched.logged().join('\n')).not.toContain(hostile);
});

describe('53: operators and wildcards are data', () => {
  const tricks = [{ $gt: '' }, { $ne: null }, { $where: '1' }, ['a'], { length: 1 }, true, 1];
  test('in what signs in', async () => {
    for (const trick of tricks) {
      for (const body of [
        { email: trick, password: 'x' },
        { email: anna.email, password: trick },
      ]) {
        expect((await here.call('POST', '/api/auth/sign-in', { body })).status).toBe(400);
      }
    }
    for (const email of ["' OR '1'='1", '*', '%', '_', '*)(uid=*', `${anna.email}\u0000`, `${anna.email} `]) {
      expect((await here.call('POST', '/api/auth/sign-in', { body: { email, password: anna.password } })).status).toBe(401);
    }
  });

  test('in tokens, cookies and queries', async () => {
    for (const word of ['{"$gt":""}', '$where', "' OR 1=1 --", 'NEAR(a b)', '*', '%']) {
      expect((await here.call('GET', '/api/account', { token: word })).status).toBe(401);
      expect((await here.call('POST', '/api/auth/refresh', { headers: { cookie: `parley=${encodeURIComponent(word)}` } })).status).toBe(
        401,
      );
      const found = await anna.call('GET', `/api/conversations?title=${encodeURIComponent(word)}`);
      expect([found.status, (found.body as { conversations?: unknown[] }).conversations]).toEqual([200, []]);
    }
    for (const query of ['title[]=a', 'title[$gt]=', 'limit[$gt]=0', 'title=a&title=b']) {
      expect((await anna.call('GET', `/api/conversations?${query}`)).status).toBe(400);
    }
  });
});
