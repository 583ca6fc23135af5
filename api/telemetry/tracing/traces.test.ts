import { uuidv7 } from '@parley/chat-core';
import { startFakeProvider } from '@parley/test-kit';
import { expect, test } from 'vitest';
import { createLogger } from '../../logger.ts';
import { innerWorld as world, type InnerWorld as World, type Visitor } from '../../test/world.ts';
import { attributeOf, startCollector, type Collector, type SentSpan } from '../__fixtures__/start-collector.ts';

const click = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const traceparent = `00-${click.traceId}-${click.spanId}-01`;
const said = 'nobody but me may read this';
const turnRoute = 'POST /api/conversations/:id/turns';

const tracedTo = ({ url }: Pick<Collector, 'url'>, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  ...more,
});

interface Begun {
  readonly conversationId: string;
  readonly turnId: string;
  readonly answerId: string;
}

interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  readonly endpoint?: string;
  readonly text?: string;
  readonly after?: Begun;
}

/** Begins a turn as the browser does. */
async function ask(person: Visitor, { headers = {}, endpoint = 'demo', text = said, after }: Asking = {}): Promise<Begun> {
  const ids = { turnId: uuidv7(), answerId: uuidv7(), userMessageId: uuidv7() };
  const conversationId = after?.conversationId ?? uuidv7();
  const body = {
    kind: 'send',
    ...ids,
    parentId: after?.answerId ?? null,
    model: { endpoint, id: 'demo' },
    parts: [{ type: 'text', text }],
    ...(after ? {} : { create: {} }),
  };
  const { status } = await person.call('POST', `/api/conversations/${conversationId}/turns`, { body, headers });
  expect(status).toBe(201);
  return { conversationId, ...ids };
}

async function ended(here: World): Promise<void> {
  await expect.poll(() => here.context.services.chat.stats().running, { timeout: 10_000 }).toBe(0);
}

const named = (spans: readonly SentSpan[], name: string): SentSpan => {
  const found = spans.filter((span) => span.name === name);
  expect(found, `${name} of ${spans.map((span) => span.name).join(', ')}`).toHaveLength(1);
  return found[0]!;
};

test('a turn is one trace from the click to the stored answer, and says no word of it', async () => {
  await using collector = await startCollector();
  const more = { OTEL_SERVICE_NAME: 'chat', OTEL_EXPORTER_OTLP_HEADERS: 'api-key=of%20the%20collector' };
  const here = await world({ env: tracedTo(collector, more) });
  const person = await here.signUp();
  const { turnId, conversationId } = await ask(person, { headers: { traceparent } });
  await ended(here);
  await here[Symbol.asyncDispose]();

  const spans = collector.spans().filter((span) => span.traceId === click.traceId);
  const request = named(spans, turnRoute);
  const turn = named(spans, 'turn');
  const settle = named(spans, 'settle');
  expect(request.parentSpanId).toBe(click.spanId);
  expect(named(spans, 'storage beginTurn').parentSpanId).toBe(request.spanId);
  expect(turn.parentSpanId).toBe(request.spanId);
  expect(named(spans, 'provider attempt').parentSpanId).toBe(turn.spanId);
  expect(settle.parentSpanId).toBe(turn.spanId);
  expect(named(spans, 'storage settleTurn').parentSpanId).toBe(settle.spanId);
  expect(['http.request.method', 'http.route', 'http.response.status_code'].map((key) => attributeOf(request, key))).toEqual([
    'POST',
    '/api/conversations/:id/turns',
    201,
  ]);
  expect(['parley.turn.id', 'parley.endpoint', 'parley.turn.status'].map((key) => attributeOf(turn, key))).toEqual([
    turnId,
    'demo',
    'done',
  ]);
  expect(attributeOf(turn, 'parley.turn.first_piece_ms')).toBeGreaterThanOrEqual(0);
  expect(Number(attributeOf(turn, 'parley.turn.pieces'))).toBeGreaterThan(spans.length);
  // Nothing per token: a trace does not grow with the answer.
  expect(spans.length).toBeLessThan(25);

  expect(collector.requests[0]).toMatchObject({ method: 'POST', url: '/v1/traces', headers: { 'api-key': 'of the collector' } });
  const { attributes } = collector.deliveries()[0]!.resourceSpans[0]!.resource;
  expect([attributeOf({ attributes }, 'service.name'), attributeOf({ attributes }, 'service.version')]).toEqual(['chat', 'test']);
  const sent = collector.bodies.join('\n');
  for (const secret of [said, person.email, person.password, person.token, conversationId]) expect(sent).not.toContain(secret);
});

test('a turn that waited is a trace of its own, linked to the turn whose end began it', async () => {
  await using collector = await startCollector();
  const here = await world({ env: tracedTo(collector) });
  const person = await here.signUp();
  const first = await ask(person, { text: '/demo tokens=40 rate=100' });
  const second = await ask(person, { after: first });
  await ended(here);
  await here[Symbol.asyncDispose]();
  const turns = collector.spans().filter((span) => span.name === 'turn');
  const [one, two] = [first, second].map(({ turnId }) => turns.find((span) => attributeOf(span, 'parley.turn.id') === turnId)!);
  expect(two!.traceId).not.toBe(one!.traceId);
  expect(two!.parentSpanId ?? '').toBe('');
  expect(two!.links.map(({ traceId, spanId }) => [traceId, spanId])).toEqual([[one!.traceId, one!.spanId]]);
});

test('a provider that fails is told by code, in its attempt and in its turn', async () => {
  await using collector = await startCollector();
  const here = await world({ env: tracedTo(collector) });
  const person = await here.signUp();
  await ask(person, { headers: { traceparent }, text: '/demo error=overloaded tokens=0' });
  await ended(here);
  await here[Symbol.asyncDispose]();
  const spans = collector.spans().filter((span) => span.traceId === click.traceId);
  const attempt = spans.find((span) => span.name === 'provider attempt');
  expect(attempt?.status).toEqual({ code: 2, message: expect.stringMatching(/^provider\./) });
  expect(named(spans, 'turn').status).toEqual({ code: 2, message: 'failed' });
  expect(named(spans, turnRoute).status.code).toBe(0);
});

test('what is no trace of a caller begins one, and lines of the log name the trace they belong to', async () => {
  await using collector = await startCollector();
  const lines: string[] = [];
  const here = await world({ env: tracedTo(collector), logger: createLogger('debug', { write: (line) => void lines.push(line) }) });
  await here.call('GET', '/api/config', { headers: { traceparent: `00-${'0'.repeat(32)}-${click.spanId}-01` } });
  await here.call('GET', '/api/config', { headers: { traceparent } });
  await here[Symbol.asyncDispose]();
  const requests = collector.spans().filter((span) => span.name === 'GET /api/config');
  expect(requests.map((span) => span.parentSpanId ?? '')).toEqual(['', click.spanId]);
  const logged = lines
    .map((line) => JSON.parse(line) as { route?: string; traceId?: string })
    .filter(({ route }) => route === '/api/config')
    .map(({ traceId }) => traceId);
  expect(logged).toEqual(requests.map((span) => span.traceId));
});

test('the operator says how much is recorded, and a caller that records nothing is believed', async () => {
  await using collector = await startCollector();
  const none = await world({ env: tracedTo(collector, { OTEL_TRACES_SAMPLER_ARG: '0' }) });
  await ask(await none.signUp(), { headers: { traceparent } });
  await ended(none);
  await none[Symbol.asyncDispose]();
  expect(collector.spans()).toEqual([]);

  const all = await world({ env: tracedTo(collector) });
  await ask(await all.signUp(), { headers: { traceparent: traceparent.replace(/01$/, '00') } });
  await ended(all);
  await all[Symbol.asyncDispose]();
  expect(collector.spans().filter((span) => span.traceId === click.traceId || span.name === 'turn')).toEqual([]);
  expect(collector.spans().length).toBeGreaterThan(0);
});

test("the operator's provider can go on with the trace", async () => {
  await using collector = await startCollector();
  const fake = await startFakeProvider();
  const here = await world({ env: tracedTo(collector, { OPENAI_API_KEY: 'sk-operator', OPENAI_BASE_URL: fake.openAiUrl }) });
  await ask(await here.signUp(), { headers: { traceparent }, endpoint: 'openAI' });
  await ended(here);
  await here[Symbol.asyncDispose]();
  const attempt = named(
    collector.spans().filter((span) => span.traceId === click.traceId),
    'provider attempt',
  );
  const told = fake.requests.map(({ headers }) => headers['traceparent']);
  expect(told).toContain(`00-${click.traceId}-${attempt.spanId}-01`);
  await fake.close();
});

test('a collector that is away or refuses costs its spans, one line in the log, and no request', async () => {
  await using collector = await startCollector();
  collector.answer(400);
  const warnings: string[] = [];
  const logger = createLogger('warn', { write: (line) => void warnings.push(line) });
  const gone = await startCollector();
  await gone[Symbol.asyncDispose]();
  for (const { url } of [collector, gone]) {
    warnings.length = 0;
    const here = await world({ env: tracedTo({ url }), logger });
    const person = await here.signUp();
    for (let i = 0; i < 3; i += 1) expect((await person.say('/demo tokens=3')).text).not.toBe('');
    const stopping = performance.now();
    await here[Symbol.asyncDispose]();
    expect(performance.now() - stopping).toBeLessThan(4_000);
    // Whoever is away is asked again for a while, which a stop does not wait for.
    await expect.poll(() => warnings.length, { timeout: 8_000 }).toBe(1);
    expect(JSON.parse(warnings[0]!)).toMatchObject({ level: 40, msg: expect.stringContaining('collector of traces') });
    expect(JSON.parse(warnings[0]!)).not.toHaveProperty('requestId');
  }
}, 40_000);
