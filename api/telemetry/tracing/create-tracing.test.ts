import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCollector, type Collector } from '../__fixtures__/start-collector.ts';
import { createTracing } from './create-tracing.ts';
import type { Tracing } from './tracing.ts';

let collector: Collector;
let tracing: Tracing;
beforeEach(async () => {
  collector = await startCollector();
  const config = { url: collector.url, serviceName: 'parley', ratio: 1, headers: {} };
  tracing = createTracing(config, 'test', { info: () => undefined, warn: () => undefined });
});
afterEach(async () => {
  await tracing[Symbol.asyncDispose]();
  await collector[Symbol.asyncDispose]();
});

/** What was delivered, once nothing more will be. */
async function delivered(): Promise<ReturnType<Collector['spans']>> {
  await tracing[Symbol.asyncDispose]();
  return collector.spans();
}

test('outside of everything there is nothing to be part of, and nothing to tell', async () => {
  expect(tracing.part('storage ping', 'call')).toBeUndefined();
  expect(tracing.traceparent()).toBeUndefined();
  expect(await delivered()).toEqual([]);
});

test('what has ended has no more parts, though its timers live on', async () => {
  const request = tracing.request(undefined);
  const later = request.within(() => async () => {
    await Promise.resolve();
    return [tracing.part('storage ping', 'call'), tracing.traceparent()];
  });
  const inside = request.within(async () => {
    await Promise.resolve();
    request.end();
    return later();
  });
  expect(await inside).toEqual([undefined, undefined]);
  expect(await delivered()).toHaveLength(1);
});

test('a turn that a request begins after its end is a trace of its own, with a link', async () => {
  const request = tracing.request(undefined);
  request.within(() => {
    tracing.turn().end();
    request.end();
    tracing.turn().end();
  });
  const spans = await delivered();
  const [part, own] = spans.filter(({ name }) => name === 'turn');
  const root = spans.find(({ name }) => name === 'request')!;
  expect([part!.traceId, part!.parentSpanId, part!.links]).toEqual([root.traceId, root.spanId, []]);
  expect(own!.traceId).not.toBe(root.traceId);
  expect(own!.links.map(({ spanId }) => spanId)).toEqual([root.spanId]);
});

test('a stream that lives for days is no trace without end', async () => {
  const request = tracing.request(undefined);
  request.within(() => {
    for (let i = 0; i < 1_000; i += 1) tracing.part('storage getSession', 'call')?.end();
  });
  request.end();
  expect((await delivered()).length).toBe(257);
});

test('a span ends once, and says nothing of what comes after', async () => {
  const request = tracing.request(undefined);
  request.end();
  request.set({ 'parley.turn.status': 'done' });
  request.rename('else');
  request.end('server.internal');
  const [span, ...more] = await delivered();
  expect(more).toEqual([]);
  expect([span!.name, span!.status.code, span!.attributes]).toEqual(['request', 0, []]);
});
