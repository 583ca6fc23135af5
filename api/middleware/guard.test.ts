import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { RequestError, type RouteDeclaration } from '@parley/contracts';
import { implement, type RouteHandler } from '../routes/implement.ts';
import type { Services } from '../services/services.ts';
import type { Actor } from '../strategies/types.ts';
import { createOutputCheck } from './check-output.ts';
import { guard } from './guard.ts';
import { requestId } from './request-id.ts';
import { errorHandler } from './send-error.ts';

const member: Actor = { userId: 'u', sessionId: 's', role: 'member' };

const thing: RouteDeclaration = {
  id: 'things.put',
  method: 'put',
  path: '/things/:id',
  summary: 'A route of this test.',
  policy: 'signed-in',
  rate: 'write',
  params: z.strictObject({ id: z.string().max(5) }),
  query: z.strictObject({ limit: z.coerce.number().max(9).default(3) }),
  body: z.strictObject({ secret: z.string().max(4), inner: z.strictObject({ n: z.number() }).optional() }),
  response: z.object({ shown: z.string() }),
  errors: [],
};

interface Setup {
  readonly route?: Partial<RouteDeclaration>;
  readonly handle?: (input: { params: unknown; query: unknown; body: unknown }) => Promise<unknown>;
}

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

/** One guarded route behind a real port; what was logged, and a way to call. */
async function setUp({ route = {}, handle = async () => ({ shown: 'yes' }) }: Setup = {}) {
  const logged: Record<string, unknown>[] = [];
  const log = (fields: Readonly<Record<string, unknown>>): void => void logged.push(fields);
  const logger = { debug: log, info: log, warn: log, error: log };
  const order: string[] = [];
  const declared = { ...thing, ...route };
  const handler = (async (_services: unknown, input: never) => handle(input)) as unknown as RouteHandler<RouteDeclaration>;
  const app = express();
  app.set('query parser', 'simple');
  app.use(requestId);
  app[declared.method](
    declared.path,
    guard(
      {
        services: {} as Services,
        authenticator: {
          authenticate: async (token) => {
            order.push('authenticate');
            if (token !== 'good') throw new RequestError('auth.required');
            return { actor: member, expiresAt: 0 };
          },
          sessionAlive: async () => true,
          forget: () => undefined,
        },
        limitRate: async (by, rate, key) => void order.push(`${rate} by ${by} ${key}`),
        checkOutput: createOutputCheck('test', logger),
        refuseOrigin: (origin) => (origin === undefined ? null : 'request.origin-refused'),
        secureCookies: false,
        openStream: async (hello, response) => void response.type('text/event-stream').end(`data: ${JSON.stringify(hello)}\n\n`),
      },
      implement(declared, handler),
    ),
  );
  app.use(errorHandler(logger));
  const server = createServer(app);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  /** A body of null sends none. */
  const call = async (path = '/things/a', body: unknown = { secret: 'abc' }, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, {
      method: declared.method.toUpperCase(),
      headers: { authorization: 'Bearer good', ...(body === null ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text };
  };
  return { call, logged, order };
}

const errorOf = ({ text }: { text: string }): { code: string; message: string; params?: Record<string, unknown>; requestId: string } =>
  (JSON.parse(text) as { error: ReturnType<typeof errorOf> }).error;

test('hands the handler what was parsed, and sends what it answers', async () => {
  let seen: unknown;
  const { call } = await setUp({ handle: async (input) => ((seen = input), { shown: 'yes', extra: 1 }) });
  const answer = await call('/things/a?limit=7');
  expect(seen).toEqual({ params: { id: 'a' }, query: { limit: 7 }, body: { secret: 'abc' } });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
});

test.each([
  ['/things/toolong', { secret: 'a' }, 'params.id', 'too_big'],
  ['/things/a?limit=10', { secret: 'a' }, 'query.limit', 'too_big'],
  ['/things/a?limit=1&limit=2', { secret: 'a' }, 'query.limit', 'repeated'],
  ['/things/a?other=1', { secret: 'a' }, 'query.other', 'unknown field'],
  ['/things/a', { secret: 'hunter2' }, 'body.secret', 'too_big'],
  ['/things/a', { secret: 'a', role: 'x' }, 'body.role', 'unknown field'],
  ['/things/a', { secret: 'a', inner: { n: 1, m: 2 } }, 'body.inner.m', 'unknown field'],
  ['/things/a', [], 'body', 'invalid_type'],
])('refuses %s with %j by its place, without repeating the value', async (path, body, place, reason) => {
  const { call } = await setUp();
  const answer = await call(path, body);
  expect([answer.status, errorOf(answer).code]).toEqual([400, 'request.invalid']);
  expect(errorOf(answer).params).toEqual({ path: place, reason });
  expect(answer.text).not.toContain('hunter2');
});

test('refuses a body and a query where none is declared', async () => {
  const bare = { body: undefined, query: undefined };
  const { call } = await setUp({ route: bare });
  expect((await call('/things/a', null)).status).toBe(200);
  expect((await call('/things/a', {})).status).toBe(200);
  expect(errorOf(await call('/things/a', { role: 'administrator' })).params).toMatchObject({ path: 'body.role' });
  expect(errorOf(await call('/things/a?x=1', null)).params).toMatchObject({ path: 'query.x' });
});

test('counts by address, then asks who it is, then counts by account, and only then reads', async () => {
  const { call, order } = await setUp();
  await call('/things/a', ['not read']);
  expect(order).toEqual(['write by address 127.0.0.1', 'authenticate', 'write by account u']);
  order.length = 0;
  const answer = await call('/things/a', ['not read'], { authorization: 'Bearer bad' });
  expect([answer.status, order]).toEqual([401, ['write by address 127.0.0.1', 'authenticate']]);
});

test('keeps members out of what administrators may', async () => {
  const { call } = await setUp({ route: { policy: 'administrator' } });
  expect(errorOf(await call()).code).toBe('auth.forbidden');
});

test('lets no foreign page call a public route that changes something', async () => {
  const { call } = await setUp({ route: { policy: 'public' } });
  expect((await call()).status).toBe(200);
  expect(errorOf(await call('/things/a', { secret: 'a' }, { origin: 'https://evil.example' })).code).toBe('request.origin-refused');
});

test('fails an answer that breaks its contract in tests, and says nothing of it outside', async () => {
  const { call, logged } = await setUp({ handle: async () => ({ shown: 5, password: 'hunter2' }) });
  const answer = await call();
  expect([answer.status, errorOf(answer).code]).toEqual([500, 'server.internal']);
  expect(answer.text).not.toMatch(/hunter2|things\.put/);
  expect(logged[0]).toMatchObject({ requestId: errorOf(answer).requestId, stack: expect.stringContaining('things.put') as unknown });
});

test('answers a defect without its stack, and logs it whole under the same id', async () => {
  const { call, logged } = await setUp({
    handle: async () => {
      throw new TypeError('cannot read /srv/parley/secret.ts');
    },
  });
  const answer = await call();
  expect([answer.status, errorOf(answer)]).toEqual([
    500,
    { code: 'server.internal', message: 'server.internal', requestId: answer.headers.get('x-request-id') },
  ]);
  expect(logged[0]).toMatchObject({
    requestId: answer.headers.get('x-request-id'),
    stack: expect.stringContaining('/srv/parley/secret.ts') as unknown,
  });
});

test('says when to come back', async () => {
  const { call } = await setUp({
    handle: async () => {
      throw new RequestError('turn.too-many-running', { retryAfter: 6.2 });
    },
  });
  const answer = await call();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
});

test('sends nothing, pages and streams as declared', async () => {
  const empty = await setUp({ route: { response: null, status: 202 }, handle: async () => undefined });
  expect(await empty.call()).toMatchObject({ status: 202, text: '' });
  const page = await setUp({ route: { response: 'document' }, handle: async () => '<p>hi' });
  const shown = await page.call();
  expect([shown.headers.get('content-type'), shown.text]).toEqual(['text/html; charset=utf-8', '<p>hi']);
  const stream = await setUp({ route: { response: 'stream' } });
  const opened = await stream.call();
  expect([opened.headers.get('content-type'), opened.text]).toMatchObject([/event-stream/, 'data: {"secret":"abc"}\n\n']);
});

test('a path that is no UTF-8 is the caller’s fault', async () => {
  const { call } = await setUp();
  expect(errorOf(await call('/things/%ff')).code).toBe('request.invalid');
});
