import { afterAll, beforeAll, expect, test } from 'vitest';
import { allRoutes, errorTable } from '@parley/contracts';
import { implementations } from '../routes/index.ts';
import { world, type World } from './world.ts';

let here: World;
beforeAll(async () => {
  here = await world();
});
afterAll(() => here[Symbol.asyncDispose]());

test('every declared route is implemented, and nothing else is', () => {
  expect(implementations.map(({ route }) => route.id).toSorted()).toEqual(allRoutes.map(({ id }) => id).toSorted());
});

test('ids and paths are unique, and every code is in the table', () => {
  expect(new Set(allRoutes.map(({ id }) => id)).size).toBe(allRoutes.length);
  expect(new Set(allRoutes.map(({ method, path }) => `${method} ${path}`)).size).toBe(allRoutes.length);
  for (const route of allRoutes) for (const code of route.errors) expect(errorTable).toHaveProperty([code]);
});

test('every route that is not public refuses a caller without a token', async () => {
  for (const { method, path, policy } of allRoutes) {
    if (policy === 'public') continue;
    const answer = await here
      .call(method.toUpperCase(), `/api${path}`, { body: {} })
      .catch(() => here.call(method.toUpperCase(), `/api${path}`));
    expect([path, answer.status]).toEqual([path, 401]);
  }
});

test('public routes are these and no others', () => {
  const open = allRoutes.filter(({ policy }) => policy === 'public').map(({ id }) => id);
  expect(open.toSorted()).toEqual(
    [
      'auth.refresh',
      'auth.register',
      'auth.sign-in',
      'auth.sign-out',
      'realtime.stream',
      'system.config',
      'system.docs',
      'system.health',
      'system.openapi',
    ].toSorted(),
  );
});

test('unknown paths and methods answer in the error shape', async () => {
  const unknown = await here.call('GET', '/api/nothing-here');
  expect([unknown.status, (unknown.body as { error: { code: string } }).error.code]).toEqual([404, 'request.unknown-route']);
  const method = await here.call('DELETE', '/api/config');
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'GET']);
});

test('the document of the contract names every route and its errors', async () => {
  const { status, body } = await here.call('GET', '/api/openapi.json');
  expect(status).toBe(200);
  const document = body as { openapi: string; paths: Record<string, Record<string, { operationId: string; responses: object }>> };
  expect(document.openapi).toBe('3.1.0');
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  expect(operations.toSorted()).toEqual(allRoutes.map(({ id }) => id).toSorted());
});

test('every answer carries the policy that lets nothing foreign run', async () => {
  for (const path of ['/api/config', '/api/docs', '/api/nothing-here']) {
    const { headers } = await here.call('GET', path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});
