import { expect, test } from 'vitest';
import { innerWorld as world } from '../../test/world.ts';

test('/livez and /readyz answer anybody, say no more than they must and are never kept', async () => {
  await using here = await world();
  const alive = await here.call('GET', '/livez');
  expect([alive.status, alive.body, alive.headers.get('cache-control')]).toEqual([200, { alive: true }, 'no-store']);
  const ready = await here.call('GET', '/readyz');
  expect([ready.status, ready.body]).toEqual([200, { ready: true, reasons: [], degraded: [] }]);
  expect(ready.headers.get('cache-control')).toBe('no-store');
  const head = await here.call('HEAD', '/readyz');
  expect(head.status).toBe(200);
});

test('a process that drains is alive and not ready', async () => {
  await using here = await world();
  here.context.startDraining();
  expect((await here.call('GET', '/livez')).status).toBe(200);
  const ready = await here.call('GET', '/readyz');
  expect([ready.status, ready.body]).toMatchObject([503, { ready: false, reasons: ['draining'] }]);
});

test('a storage that has ended is a reason, by code alone', async () => {
  await using here = await world();
  await here.context.storage[Symbol.asyncDispose]();
  const { status, body } = await here.call('GET', '/readyz');
  expect([status, body]).toEqual([503, { ready: false, reasons: ['storage.unavailable'], degraded: [] }]);
});

test('a process that has not ended what an earlier one left says so, and takes nothing on', async () => {
  await using here = await world({ recover: false });
  expect(await here.call('GET', '/readyz')).toMatchObject({ status: 503, body: { reasons: ['starting'] } });
  expect((await here.call('GET', '/livez')).status).toBe(200);
  const refused = await here.call('GET', '/api/config');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  await here.context.services.chat.recover();
  expect((await here.call('GET', '/api/config')).status).toBe(200);
  expect((await here.call('GET', '/readyz')).status).toBe(200);
});

test('the probe of the proxy is three events over most of a second, for anybody, and no more of them than the process bears', async () => {
  await using here = await world();
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 25 }, () => here.call('GET', '/api/realtime/probe')));
  expect(performance.now() - began).toBeGreaterThan(700);
  const served = answers.filter(({ status }) => status === 200);
  expect([served.length, answers.filter(({ status }) => status === 503).length]).toEqual([20, 5]);
  expect(served[0]?.body).toBe('event: probe\ndata: 1\n\nevent: probe\ndata: 2\n\nevent: probe\ndata: 3\n\n');
  expect(served[0]?.headers.get('content-type')).toBe('text/event-stream');
  expect((await here.call('GET', '/api/realtime/probe')).status).toBe(200);
});
