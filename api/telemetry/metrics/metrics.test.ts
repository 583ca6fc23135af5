import { uuidv7 } from '@parley/chat-core';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { innerWorld as world, type Visitor, type World } from '../../test/world.ts';
import { readSamples } from '../__fixtures__/read-samples.ts';

const secret = 'a secret of some length';
const env = { METRICS_SECRET: secret };
const bearer = { headers: { authorization: `Bearer ${secret}` } };

const scrape = async (here: World): Promise<Map<string, number>> =>
  readSamples((await here.call('GET', '/metrics', bearer)).body as string);

/** Starts a turn without waiting for its end. */
async function begin(person: Visitor, text: string, conversationId = uuidv7(), parentId: string | null = null) {
  const ids = { turnId: uuidv7(), answerId: uuidv7(), userMessageId: uuidv7() };
  const create = parentId === null ? { create: {} } : {};
  const body = { kind: 'send', ...ids, parentId, model: { endpoint: 'demo', id: 'demo' }, parts: [{ type: 'text', text }], ...create };
  const { status } = await person.call('POST', `/api/conversations/${conversationId}/turns`, { body });
  expect(status).toBe(201);
  return { ...ids, conversationId };
}

test('metrics do not exist without a secret, and are shown to nobody who does not hold it', async () => {
  await using closed = await world();
  for (const headers of [{}, bearer.headers]) expect((await closed.call('GET', '/metrics', { headers })).status).toBe(404);
  await using open = await world({ env });
  const wrong = ['', 'Bearer', 'Bearer ', `Bearer ${secret}x`, `Basic ${secret}`, secret, `bearer ${secret}`];
  for (const authorization of wrong)
    expect([authorization, (await open.call('GET', '/metrics', { headers: { authorization } })).status]).toEqual([authorization, 401]);
  const shown = await open.call('GET', '/metrics', bearer);
  expect([shown.status, shown.headers.get('content-type'), shown.headers.get('cache-control')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
    'no-store',
  ]);
});

test('requests are counted by template and class, whatever people put into paths', async () => {
  await using here = await world({ env });
  const person = await here.signUp();
  for (let i = 0; i < 5; i += 1) await person.call('GET', `/api/conversations/${uuidv7()}`);
  for (const path of ['/api/nothing', `/api/conversations/${'x'.repeat(50)}/nope`, '/wp-login.php']) await here.call('GET', path);
  await here.call('PROPFIND', '/api/config').catch(() => undefined);
  const samples = await scrape(here);
  const requests = [...samples].filter(([name]) => name.startsWith('parley_http_requests_total'));
  expect(samples.get('parley_http_requests_total{method="GET",route="/api/conversations/:id",status="4xx"}')).toBe(5);
  expect(samples.get('parley_http_request_duration_seconds_count{method="GET",route="/api/conversations/:id"}')).toBe(5);
  expect(requests.map(([name]) => name).join('\n')).not.toMatch(/nope|nothing|wp-login|xxxx|PROPFIND/);
  expect(requests.some(([name]) => name.includes('route="none"'))).toBe(true);
});

test('a turn moves what is told of turns, of the storage, of the log and of the process', async () => {
  await using here = await world({ env });
  const person = await here.signUp();
  const before = await scrape(here);
  await person.say('/demo tokens=30 rate=200');
  await person.say('/demo error=overloaded tokens=0');
  const after = await scrape(here);
  const grown = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(grown('parley_turns_started_total')).toBe(2);
  expect(grown('parley_turns_ended_total{endpoint="demo",status="done"}')).toBe(1);
  expect(grown('parley_turns_ended_total{endpoint="demo",status="failed"}')).toBe(1);
  expect([...after.keys()].some((name) => name.startsWith('parley_provider_failures_total{endpoint="demo",code="provider.'))).toBe(true);
  expect(grown('parley_streamed_pieces_total{endpoint="demo"}')).toBeGreaterThanOrEqual(30);
  expect(grown('parley_time_to_first_token_seconds_count{endpoint="demo"}')).toBe(1);
  expect(grown('parley_turn_duration_seconds_count{endpoint="demo"}')).toBe(2);
  expect(grown('parley_storage_verb_duration_seconds_count{verb="beginTurn"}')).toBe(2);
  expect(grown('parley_storage_verb_duration_seconds_count{verb="settleTurn"}')).toBe(2);
  expect(after.get('parley_turn_log_logs')).toBe(2);
  expect(after.get('parley_turn_log_bytes')).toBeGreaterThan(100);
  expect(after.get('parley_turn_log_durable')).toBe(1);
  expect(after.get('parley_build_info{build="test"}')).toBe(1);
  expect(grown('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect(after.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
});

test('what runs and what waits is told while it does', async () => {
  await using here = await world({ env });
  const person = await here.signUp();
  const first = await begin(person, '/demo tokens=100000 rate=100');
  await begin(person, 'and then', first.conversationId, first.answerId);
  const samples = await scrape(here);
  expect(samples.get('parley_turns_running')).toBe(1);
  expect(samples.get('parley_turns_queued')).toBe(1);
  await person.call('POST', `/api/turns/${first.turnId}/stop`);
  await expect.poll(async () => (await scrape(here)).get('parley_turns_ended_total{endpoint="demo",status="stopped"}')).toBe(1);
  expect((await scrape(here)).get('parley_turns_running')).toBe(0);
});

test('readers, topics and caches are told', async () => {
  await using here = await world({ env });
  const person = await here.signUp();
  const socket = new WebSocket(`${here.url.replace('http', 'ws')}/api/realtime`);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, token: person.token, topics: [{ topic: 'user', cursor: 0 }] }));
  await expect.poll(async () => (await scrape(here)).get('parley_realtime_topics')).toBe(1);
  await person.say('hello');
  const samples = await scrape(here);
  expect(samples.get('parley_realtime_connections{kind="socket"}')).toBe(1);
  expect(samples.get('parley_realtime_connections{kind="stream"}')).toBe(0);
  const caches = [...samples].filter(([name]) => name.startsWith('parley_cache_misses_total{'));
  expect(caches.length).toBeGreaterThan(0);
  expect(Math.max(...caches.map(([, value]) => value))).toBeGreaterThan(0);
  socket.close();
});

test('a storage that fails is told by verb, and what it refuses is no failure', async () => {
  await using here = await world({ env });
  const person = await here.signUp();
  await person.call('POST', `/api/turns/${uuidv7()}/stop`);
  expect([...(await scrape(here)).keys()].filter((name) => name.startsWith('parley_storage_failures_total{'))).toEqual([]);
  await here.context.storage[Symbol.asyncDispose]();
  await here.call('GET', '/readyz');
  expect((await scrape(here)).get('parley_storage_failures_total{verb="ping"}')).toBe(1);
});
